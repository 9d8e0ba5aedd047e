// SPDX-License-Identifier: MIT
// One line on a terminal that says how far a long piece of work is; nothing where standard error is no terminal.
// One thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace chaincore::cli {

class ProgressLine {
public:
    // what: as in "verifying"; total_bytes: 0 where it is not known.
    ProgressLine(std::string what, std::size_t total_bytes);
    ~ProgressLine();
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    // Redraws at most ten times a second.
    void update(std::uint64_t blocks, std::size_t bytes);

private:
    using SteadyClock = std::chrono::steady_clock;

    std::string what_;
    std::size_t total_bytes_;
    bool visible_;
    SteadyClock::time_point start_ = SteadyClock::now();
    SteadyClock::time_point drawn_ = start_;
};

}  // namespace chaincore::cli
