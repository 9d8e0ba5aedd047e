// SPDX-License-Identifier: MIT
#include "cli/completion_command.hpp"

#include "cli/command_tree.hpp"
#include "cli/completion.hpp"
#include "cli/message.hpp"

namespace chaincore {

// Embedded by the build, from src/cli/completion.
namespace embedded {
extern const char completion_bash[];
extern const char completion_zsh[];
extern const char completion_fish[];
}  // namespace embedded

namespace cli {
namespace {

const char* paths_name(Completion::Paths paths) {
    switch (paths) {
        case Completion::Paths::files: return "files";
        case Completion::Paths::directories: return "directories";
        case Completion::Paths::none: break;
    }
    return "none";
}

}  // namespace

ExitCode print_completion_script(const std::string& shell) {
    print_out(shell == "bash"  ? embedded::completion_bash
              : shell == "zsh" ? embedded::completion_zsh
                               : embedded::completion_fish);
    return kDone;
}

ExitCode print_candidates(const std::vector<std::string>& words) {
    CommandTree commands;
    const Completion completion = complete(commands.program(), words);
    print_out(paths_name(completion.paths) + std::string("\n"));
    for (const Candidate& candidate : completion.candidates)
        print_out(candidate.word + '\t' + candidate.description + '\n');
    return kDone;
}

}  // namespace cli
}  // namespace chaincore
