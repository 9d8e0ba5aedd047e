// SPDX-License-Identifier: MIT
#include "cli/silent_terminal.hpp"

#include <array>
#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace chaincore::cli {
namespace {

sigset_t ending_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP}) sigaddset(&signals, signal);
    return signals;
}

}  // namespace

SilentTerminal::SilentTerminal(int terminal) : terminal_(terminal) {
    const sigset_t signals = ending_signals();
    pthread_sigmask(SIG_BLOCK, &signals, &signals_before_);
    signals_ = ::signalfd(-1, &signals, SFD_CLOEXEC);
    ::tcgetattr(terminal_, &before_);
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    silent.c_lflag |= ICANON | ISIG | ECHONL;
    ::tcsetattr(terminal_, TCSAFLUSH, &silent);
}

SilentTerminal::~SilentTerminal() {
    ::tcsetattr(terminal_, TCSAFLUSH, &before_);
    ::close(signals_);
    pthread_sigmask(SIG_SETMASK, &signals_before_, nullptr);
}

bool SilentTerminal::wait_for_line() const {
    std::array<pollfd, 2> sources{pollfd{signals_, POLLIN, 0}, pollfd{terminal_, POLLIN, 0}};
    while (::poll(sources.data(), sources.size(), -1) < 0) {
    }
    return sources[0].revents == 0;
}

}  // namespace chaincore::cli
