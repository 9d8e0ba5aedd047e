# Completion of chaincore for fish: the program itself says what can stand there.
function __chaincore_candidates
    set -l words (commandline -opc)
    set -l word (commandline -ct)
    set -l lines ($words[1] completion candidates -- $words[2..-1] $word 2>/dev/null)
    string join \n -- $lines[2..-1]
    set -l flag (string match -r -- '^--[^=]*=' $word)
    set -l path (string replace -r -- '^--[^=]*=' '' $word)
    switch $lines[1]
        case files
            printf '%s\n' "$flag"(__fish_complete_path $path)
        case directories
            printf '%s\n' "$flag"(__fish_complete_directories $path)
    end
end
complete -c chaincore -f -a '(__chaincore_candidates)'
