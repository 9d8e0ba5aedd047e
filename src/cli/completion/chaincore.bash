# Completion of chaincore for bash: the program itself says what can stand there.
_chaincore() {
    local line=${COMP_LINE:0:COMP_POINT} words word tail paths candidate
    read -ra words <<<"$line"
    [[ $line == *[[:space:]] ]] && words+=("")
    word=${words[-1]}
    # What stands before one of these bash leaves as it is.
    tail=${word##*[$COMP_WORDBREAKS]}
    COMPREPLY=()
    {
        read -r paths
        while IFS=$'\t' read -r candidate _; do COMPREPLY+=("${candidate#"${word%"$tail"}"}"); done
    } < <("${words[0]/#\~/$HOME}" completion candidates -- "${words[@]:1}" 2>/dev/null)
    case $paths in
        files) compopt -o filenames; paths=(-f) ;;
        directories) compopt -o filenames; paths=(-d) ;;
        *) return ;;
    esac
    while read -r candidate; do COMPREPLY+=("$candidate"); done < <(compgen "${paths[@]}" -- "$tail")
}
complete -F _chaincore chaincore
