// SPDX-License-Identifier: MIT
#include "cli/terminal_line.hpp"

#include "cli/message.hpp"

#include <string>
#include <unistd.h>

namespace chaincore::cli {

TerminalLine::TerminalLine() : is_visible_(::isatty(STDERR_FILENO) == 1) {}

TerminalLine::~TerminalLine() { show(""); }

bool TerminalLine::is_due() const {
    return is_visible_ && SteadyClock::now() - shown_ >= std::chrono::milliseconds(100);
}

void TerminalLine::show(std::string_view text) {
    if (!is_visible_) return;
    shown_ = SteadyClock::now();
    print_remark("\r\x1b[K" + std::string(text));
}

}  // namespace chaincore::cli
