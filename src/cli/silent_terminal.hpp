// SPDX-License-Identifier: MIT
// A terminal that does not show what is typed, as long as the object lives. The main thread, while no other is there.
#pragma once

#include <csignal>
#include <termios.h>

namespace chaincore::cli {

class SilentTerminal {
public:
    // terminal: an open descriptor of it. What was typed ahead is thrown away, since it was shown. Signals that end or
    // stop the program wait from now on.
    explicit SilentTerminal(int terminal);
    // The terminal is as it was, and what is left of a line is thrown away: it is no command for the shell. Then the
    // signals act.
    ~SilentTerminal();
    SilentTerminal(const SilentTerminal&) = delete;
    SilentTerminal& operator=(const SilentTerminal&) = delete;

    // True: a line, or the end, can be read. False: a signal waits for this object to go.
    bool wait_for_line() const;

private:
    int terminal_;
    int signals_;  // a descriptor that can be read once one of them has come
    sigset_t signals_before_{};
    termios before_{};
};

}  // namespace chaincore::cli
