// SPDX-License-Identifier: MIT
// Shows how far a long piece of work is, and says it every ten seconds. One thread.
#pragma once

#include "chaincore/util/clock.hpp"
#include "chaincore/util/log.hpp"
#include "chaincore/util/progress.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace chaincore::util {

class ProgressTeller {
public:
    // what: as in "syncing with http://localhost:5001". clock and log must outlive it.
    ProgressTeller(std::string what, const Clock& clock, Log& log)
        : what_(std::move(what)), clock_(clock), log_(log), said_at_(clock.steady_now()), shown_at_(said_at_) {}
    // Nothing is shown any more.
    ~ProgressTeller();
    ProgressTeller(const ProgressTeller&) = delete;
    ProgressTeller& operator=(const ProgressTeller&) = delete;

    // So many blocks more, and bytes of their texts: that leads to `progress`.
    void note(const Progress& progress, std::uint64_t blocks, std::size_t bytes);
    // The same of work that began with nothing.
    void note(const Progress& progress);

private:
    using Time = std::chrono::steady_clock::time_point;

    Pace pace_since_said(Time now) const;

    const std::string what_;
    const Clock& clock_;
    Log& log_;
    Time said_at_;
    std::uint64_t blocks_ = 0;  // since then
    std::size_t bytes_ = 0;
    Progress last_;
    Time shown_at_;
    bool is_shown_ = false;
};

}  // namespace chaincore::util
