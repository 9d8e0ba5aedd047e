// SPDX-License-Identifier: MIT
// Says every ten seconds how far a long fetch has come. One thread.
#pragma once

#include "chaincore/sync/sync_plan.hpp"
#include "chaincore/util/clock.hpp"
#include "chaincore/util/log.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace chaincore::sync {

class FetchProgress {
public:
    // clock and log must outlive it.
    FetchProgress(const Claim& claim, const util::Clock& clock, util::Log& log)
        : claim_(claim), clock_(clock), log_(log), said_at_(clock.steady_now()) {}

    // The block of that height has arrived; bytes: of its text.
    void note(std::uint64_t height, std::size_t bytes);

private:
    const Claim claim_;
    const util::Clock& clock_;
    util::Log& log_;
    std::chrono::steady_clock::time_point said_at_;
    std::uint64_t blocks_ = 0;  // since then
    std::uint64_t bytes_ = 0;
};

}  // namespace chaincore::sync
