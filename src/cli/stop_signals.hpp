// SPDX-License-Identifier: MIT
// SIGINT and SIGTERM, for commands that run until somebody ends them; SIGHUP for those that can be told anew. The main
// thread, but where it says otherwise.
#pragma once

#include "chaincore/util/log.hpp"

#include <atomic>
#include <csignal>
#include <functional>
#include <stop_token>
#include <thread>

namespace chaincore::cli {

// They are taken by whoever waits instead of by a handler. Made before any other thread, so that all of them leave the
// signals alone.
class StopSignals {
public:
    // on_hangup: called by go_on() after a SIGHUP, which ends the process where there is nothing to call. One of a
    // terminal that has gone is a signal to end.
    explicit StopSignals(std::function<void()> on_hangup = {});
    // The next one ends the process.
    ~StopSignals();
    StopSignals(const StopSignals&) = delete;
    StopSignals& operator=(const StopSignals&) = delete;

    // The signal to end that has come, or none after a while. Any thread.
    int wait() const;

    // Waits for a while. False: it is time to end, and the log has been told why.
    bool go_on(util::Log& log) const;

private:
    const std::function<void()> on_hangup_;
    const bool has_terminal_;
    sigset_t signals_{};
    mutable std::atomic<bool> is_hung_up_ = false;
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
