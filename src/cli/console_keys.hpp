// SPDX-License-Identifier: MIT
// Single keys that a person presses while a command runs at his terminal. The main thread.
#pragma once

#include <functional>
#include <optional>
#include <termios.h>

namespace chaincore::cli {

class ConsoleKeys {
public:
    ConsoleKeys();
    // The terminal is as it was.
    ~ConsoleKeys();
    ConsoleKeys(const ConsoleKeys&) = delete;
    ConsoleKeys& operator=(const ConsoleKeys&) = delete;

    // Is there a person, at a terminal that is both read and written?
    bool has_terminal() const { return has_terminal_; }

    // Hands over each key that was pressed meanwhile, until one means the end: false then.
    bool obey(const std::function<bool(char key)>& use);

private:
    // A key that was pressed meanwhile; none: there was none, or the program is in the background. Does not wait.
    std::optional<char> next();
    bool is_in_foreground() const;
    void take_terminal();

    bool has_terminal_;
    bool is_taken_ = false;
    termios before_{};
};

}  // namespace chaincore::cli
