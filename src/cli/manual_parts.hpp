// SPDX-License-Identifier: MIT
// What of the manual's pages is written by hand: what a command is for, and examples. Any thread.
#pragma once

#include <string>
#include <vector>

namespace chaincore::cli {

struct ManualExample {
    std::string text;
    std::string command;
};

struct ManualEntry {
    std::string name;
    std::string text;
};

struct ManualParts {
    std::vector<std::string> paragraphs;
    std::vector<ManualEntry> files;  // beside those of every page
    std::vector<ManualExample> examples;
};

// command: "node"; empty: the program.
const ManualParts& manual_parts(const std::string& command);

// On every page.
const std::vector<ManualEntry>& manual_files();
const std::vector<ManualEntry>& manual_variables();
const std::vector<ManualEntry>& manual_exit_codes();

}  // namespace chaincore::cli
