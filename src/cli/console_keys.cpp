// SPDX-License-Identifier: MIT
#include "cli/console_keys.hpp"

#include "cli/terminal.hpp"

#include <poll.h>
#include <unistd.h>

namespace chaincore::cli {

ConsoleKeys::ConsoleKeys() : has_terminal_(is_terminal(stdin) && is_terminal(stderr)) {
    if (has_terminal_) has_terminal_ = ::tcgetattr(STDIN_FILENO, &before_) == 0;
    if (has_terminal_ && is_in_foreground()) take_terminal();
}

ConsoleKeys::~ConsoleKeys() {
    if (is_taken_ && is_in_foreground()) ::tcsetattr(STDIN_FILENO, TCSADRAIN, &before_);
}

// Who reads a terminal from the background is stopped.
bool ConsoleKeys::is_in_foreground() const { return ::tcgetpgrp(STDIN_FILENO) == ::getpgrp(); }

// Without waiting for the end of a line, and without showing it; signals stay what they are. Each time: a shell puts
// the terminal back while we are stopped.
void ConsoleKeys::take_terminal() {
    termios now{};
    if (::tcgetattr(STDIN_FILENO, &now) != 0) return;
    const auto wanted = now.c_lflag & ~static_cast<tcflag_t>(ICANON | ECHO);
    if (now.c_lflag == wanted) return;
    now.c_lflag = wanted;
    is_taken_ = ::tcsetattr(STDIN_FILENO, TCSANOW, &now) == 0;
}

bool ConsoleKeys::obey(const std::function<bool(char)>& use) {
    while (const auto key = next())
        if (!use(*key)) return false;
    return true;
}

std::optional<char> ConsoleKeys::next() {
    if (!has_terminal_ || !is_in_foreground()) return std::nullopt;
    take_terminal();
    pollfd source{STDIN_FILENO, POLLIN, 0};
    if (::poll(&source, 1, 0) <= 0) return std::nullopt;
    char key = 0;
    if (::read(STDIN_FILENO, &key, 1) == 1) return key;
    has_terminal_ = false;  // it has been closed
    return std::nullopt;
}

}  // namespace chaincore::cli
