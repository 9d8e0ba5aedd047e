// SPDX-License-Identifier: MIT
#include "cli/stop_signals.hpp"

#include <ctime>

namespace chaincore::cli {

StopSignals::StopSignals() {
    sigemptyset(&signals_);
    sigaddset(&signals_, SIGINT);
    sigaddset(&signals_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
}

StopSignals::~StopSignals() { pthread_sigmask(SIG_UNBLOCK, &signals_, nullptr); }

int StopSignals::wait() const {
    const timespec duration{0, 100'000'000};
    return sigtimedwait(&signals_, nullptr, &duration);
}

bool StopSignals::go_on(util::Log& log) const {
    const int signal = wait();
    if (signal <= 0) return true;
    log.info(signal == SIGINT ? "interrupted: stopping" : "asked to end: stopping");
    return false;
}

StartWatch::StartWatch(const StopSignals& signals)
    : thread_([this, &signals](const std::stop_token& over) {
          while (!over.stop_requested())
              if (signals.wait() > 0) stopping_.request_stop();
      }) {}

}  // namespace chaincore::cli
