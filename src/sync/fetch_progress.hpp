// SPDX-License-Identifier: MIT
// Tells how far a long fetch has come. One thread.
#pragma once

#include "chaincore/sync/sync_plan.hpp"
#include "chaincore/util/clock.hpp"
#include "chaincore/util/log.hpp"
#include "chaincore/util/progress_teller.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace chaincore::sync {

class FetchProgress {
public:
    // clock and log must outlive it.
    FetchProgress(const Claim& claim, const util::Clock& clock, util::Log& log)
        : claimed_length_(claim.length), teller_("syncing with " + claim.peer.url(), clock, log) {}

    // The block of that height has arrived; bytes: of its text. There may be more than was claimed.
    void note(std::uint64_t height, std::size_t bytes) {
        teller_.note({.blocks = height + 1, .total_blocks = std::max(claimed_length_, height + 1)}, 1, bytes);
    }

private:
    const std::uint64_t claimed_length_;
    util::ProgressTeller teller_;
};

}  // namespace chaincore::sync
