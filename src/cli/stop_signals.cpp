// SPDX-License-Identifier: MIT
#include "cli/stop_signals.hpp"

#include <ctime>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace chaincore::cli {
namespace {

bool can_open_terminal() {
    const int terminal = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
    return terminal >= 0 && close(terminal) == 0;
}

}  // namespace

StopSignals::StopSignals(std::function<void()> on_hangup)
    : on_hangup_(std::move(on_hangup)), has_terminal_(can_open_terminal()) {
    sigemptyset(&signals_);
    sigaddset(&signals_, SIGINT);
    sigaddset(&signals_, SIGTERM);
    if (on_hangup_) sigaddset(&signals_, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
}

StopSignals::~StopSignals() { pthread_sigmask(SIG_UNBLOCK, &signals_, nullptr); }

int StopSignals::wait() const {
    const timespec duration{0, 100'000'000};
    const int signal = sigtimedwait(&signals_, nullptr, &duration);
    if (signal != SIGHUP || (has_terminal_ && !can_open_terminal())) return signal;
    is_hung_up_ = true;
    return 0;
}

bool StopSignals::go_on(util::Log& log) const {
    const int signal = wait();
    if (is_hung_up_.exchange(false)) on_hangup_();
    if (signal <= 0) return true;
    log.info(signal == SIGINT   ? "interrupted: stopping"
             : signal == SIGHUP ? "the terminal is gone: stopping"
                                : "asked to end: stopping");
    return false;
}

StartWatch::StartWatch(const StopSignals& signals)
    : thread_([this, &signals](const std::stop_token& over) {
          while (!over.stop_requested())
              if (signals.wait() > 0) stopping_.request_stop();
      }) {}

}  // namespace chaincore::cli
