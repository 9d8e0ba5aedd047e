// SPDX-License-Identifier: MIT
#include "cli/terminal_line.hpp"

#include "cli/message.hpp"
#include "cli/terminal.hpp"

#include <string>

namespace chaincore::cli {
namespace {

constexpr std::chrono::milliseconds kShowPeriod{100};
constexpr std::chrono::milliseconds kSayPeriod{10'000};

}  // namespace

TerminalLine::TerminalLine() : is_visible_(is_terminal(stderr)) {}

TerminalLine::~TerminalLine() { show(""); }

bool TerminalLine::is_due() const { return SteadyClock::now() - shown_ >= (is_visible_ ? kShowPeriod : kSayPeriod); }

void TerminalLine::show(std::string_view text, std::string_view plain) {
    if (is_visible_)
        print_remark(kClearLine + fitted_to_terminal(text));
    else if (is_due() && !plain.empty())
        print_remark(std::string(plain) + '\n');
    else
        return;
    shown_ = SteadyClock::now();
}

}  // namespace chaincore::cli
