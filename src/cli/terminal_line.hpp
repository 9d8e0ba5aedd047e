// SPDX-License-Identifier: MIT
// One line on a terminal that says how far a long piece of work is, of which nothing is left at the end; where standard
// error is no terminal, a line every ten seconds. One thread.
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

    // Ten times a second at most: is it time to say how far it is?
    bool is_due() const;
    // A terminal has the one, others the other, where it is time for them.
    void show(std::string_view text, std::string_view plain);
    void show(std::string_view text) { show(text, text); }

private:
    using SteadyClock = std::chrono::steady_clock;

    bool is_visible_;
    SteadyClock::time_point shown_ = SteadyClock::now();
};

}  // namespace chaincore::cli
