// SPDX-License-Identifier: MIT
// How far a chain has been read or written, on a line of the terminal.
// One thread.
#pragma once

#include "cli/terminal_line.hpp"

#include <chrono>
#include <cstdint>
#include <string>

namespace chaincore::cli {

class ProgressLine {
public:
    // what: as in "verifying"; total_bytes: 0 where it is not known.
    ProgressLine(std::string what, std::size_t total_bytes);

    // Redraws at most ten times a second.
    void update(std::uint64_t blocks, std::size_t bytes);

private:
    using SteadyClock = std::chrono::steady_clock;

    std::string what_;
    std::size_t total_bytes_;
    TerminalLine line_;
    SteadyClock::time_point start_ = SteadyClock::now();
};

}  // namespace chaincore::cli
