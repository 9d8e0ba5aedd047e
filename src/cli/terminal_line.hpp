// SPDX-License-Identifier: MIT
// One line on a terminal that says how far a long piece of work is; nothing where standard error is no terminal, and
// nothing is left of it at the end. One thread.
#pragma once

#include <chrono>
#include <string_view>

namespace chaincore::cli {

class TerminalLine {
public:
    TerminalLine();
    ~TerminalLine();
    TerminalLine(const TerminalLine&) = delete;
    TerminalLine& operator=(const TerminalLine&) = delete;

    bool is_visible() const { return is_visible_; }
    // Ten times a second at most: is it time to show how far it is?
    bool is_due() const;
    void show(std::string_view text);

private:
    using SteadyClock = std::chrono::steady_clock;

    bool is_visible_;
    SteadyClock::time_point shown_ = SteadyClock::now();
};

}  // namespace chaincore::cli
