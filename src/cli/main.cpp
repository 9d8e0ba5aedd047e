// SPDX-License-Identifier: MIT
#include "cli/command_line.hpp"

int main(int argc, char** argv) { return chaincore::cli::run_command_line(argc, argv); }
