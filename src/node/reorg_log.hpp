// SPDX-License-Identifier: MIT
// The last times that the chain left blocks behind. Any thread.
#pragma once

#include "chaincore/api/mining_history.hpp"
#include "chaincore/state/chain_change.hpp"
#include "chaincore/util/clock.hpp"

#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

namespace chaincore::node {

class ReorgLog {
public:
    static constexpr std::size_t kMost = 100;

    // tip: where the chain is now; nullptr before the genesis. clock must outlive it.
    ReorgLog(const state::Tip* tip, const util::Clock& clock);

    // The chain has changed so; others are passed over but for their tip.
    void note(const state::ChainChange& change);

    // Newest first.
    std::vector<api::ReorgReport> last() const;

private:
    const util::Clock& clock_;
    mutable std::mutex mutex_;
    api::ChainPoint tip_;                // guarded by mutex_
    std::deque<api::ReorgReport> last_;  // guarded by mutex_; newest first
};

}  // namespace chaincore::node
