// SPDX-License-Identifier: MIT
// What can stand at the end of a command line that is being typed, read from the commands themselves: shells ask for it
// (completion_command.hpp). The main thread.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace chaincore::cli {

struct Candidate {
    std::string word;
    std::string description;  // one line; may be empty
};

struct Completion {
    enum class Paths { none, files, directories };

    Paths paths = Paths::none;  // what is there on the disk that can stand there, too; the shell knows better how
    std::vector<Candidate> candidates;
};

// words: of the command line, without the program's name; the last is what is typed so far and may be empty.
Completion complete(CLI::App& program, const std::vector<std::string>& words);

}  // namespace chaincore::cli
