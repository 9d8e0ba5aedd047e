// SPDX-License-Identifier: MIT
// How far a chain has been read or written: a bar on a terminal, elsewhere a line every ten seconds. One thread.
#pragma once

#include "chaincore/util/progress.hpp"
#include "cli/terminal_line.hpp"

#include <chrono>
#include <string>

namespace chaincore::cli {

class ProgressLine {
public:
    // what: as in "verifying".
    explicit ProgressLine(std::string what) : what_(std::move(what)) {}

    // Redraws at most ten times a second.
    void update(const util::Progress& progress);

private:
    using SteadyClock = std::chrono::steady_clock;

    util::Pace pace_of(const util::Progress& progress, SteadyClock::time_point now) const;

    std::string what_;
    TerminalLine line_;
    SteadyClock::time_point start_ = SteadyClock::now();
};

}  // namespace chaincore::cli
