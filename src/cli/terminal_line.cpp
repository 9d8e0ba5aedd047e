// SPDX-License-Identifier: MIT
#include "cli/terminal_line.hpp"

#include "cli/message.hpp"
#include "cli/terminal.hpp"

#include <string>

namespace chaincore::cli {

TerminalLine::TerminalLine() : is_visible_(is_terminal(stderr)) {}

TerminalLine::~TerminalLine() { show(""); }

bool TerminalLine::is_due() const {
    return is_visible_ && SteadyClock::now() - shown_ >= std::chrono::milliseconds(100);
}

void TerminalLine::show(std::string_view text) {
    if (!is_visible_) return;
    shown_ = SteadyClock::now();
    print_remark(kClearLine + fitted_to_terminal(text));
}

}  // namespace chaincore::cli
