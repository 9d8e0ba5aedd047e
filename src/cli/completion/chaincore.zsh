#compdef chaincore
# Completion of chaincore for zsh: the program itself says what can stand there.
_chaincore() {
    local line paths
    local -a typed lines described
    typed=("${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}")
    lines=("${(@f)$("${(Q)words[1]/#\~/$HOME}" completion candidates -- "${typed[@]}" 2>/dev/null)}")
    paths=$lines[1]
    shift lines
    for line in $lines; do
        described+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
    done
    (( $#described )) && _describe chaincore described
    case $paths in
        files) compset -P '--*='; _files ;;
        directories) compset -P '--*='; _files -/ ;;
    esac
}

# Both as a file of $fpath and by source <(chaincore completion zsh).
if [[ $funcstack[1] == _chaincore ]]; then
    _chaincore "$@"
else
    compdef _chaincore chaincore
fi
