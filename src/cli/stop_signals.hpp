// SPDX-License-Identifier: MIT
// SIGINT and SIGTERM, for commands that run until somebody ends them. The main thread, but where it says otherwise.
#pragma once

#include "chaincore/util/log.hpp"

#include <csignal>
#include <stop_token>
#include <thread>

namespace chaincore::cli {

// They are taken by whoever waits instead of by a handler. Made before any other thread, so that all of them leave the
// signals alone.
class StopSignals {
public:
    StopSignals();
    // The next one ends the process.
    ~StopSignals();
    StopSignals(const StopSignals&) = delete;
    StopSignals& operator=(const StopSignals&) = delete;

    // The signal that has come, or none after a while. Any thread.
    int wait() const;

    // Waits for a while. False: it is time to end, and the log has been told why.
    bool go_on(util::Log& log) const;

private:
    sigset_t signals_{};
};

// Waits for a signal on a thread of its own while the main thread starts something, which ends early then.
class StartWatch {
public:
    explicit StartWatch(const StopSignals& signals);
    std::stop_token token() const { return stopping_.get_token(); }

private:
    std::stop_source stopping_;
    std::jthread thread_;
};

}  // namespace chaincore::cli
