// SPDX-License-Identifier: MIT
// Takes the best chain of a store back to a height, and forgets what would lead away from there again: the blocks above
// it, on every branch, and whatever else has more work than the new tip. One thread; nobody else may use the database.
#pragma once

#include "chaincore/chain/params.hpp"
#include "chaincore/state/chain_state.hpp"
#include "chaincore/storage/chain_database.hpp"
#include "chaincore/util/clock.hpp"
#include "chaincore/util/log.hpp"
#include "chaincore/util/progress.hpp"
#include "chaincore/util/result.hpp"

#include <cstdint>
#include <functional>

namespace chaincore::state {

// Blocks that are disconnected, and those that there are to be.
using RewindProgress = std::function<void(const util::Progress&)>;

// A reorg that was interrupted is finished first. Written in steps as a reorg is (limits): each is a tip with exactly
// its coins, so that after a crash the chain ends somewhere above the height. Their number; an Error where the chain
// does not reach the height.
Result<std::uint64_t, Error> rewind_store(storage::ChainDatabase& database, const chain::NetworkParams& params,
                                          std::uint64_t height, const util::Clock& clock, util::Log& log,
                                          const RewindProgress& progress, ReorgLimits limits = {});

}  // namespace chaincore::state
