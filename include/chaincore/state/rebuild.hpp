// SPDX-License-Identifier: MIT
// Makes a store anew from the blocks of another one, which need not open: each is judged again by every rule but "too
// far ahead", and everything but the texts is made from them. One thread.
#pragma once

#include "chaincore/chain/params.hpp"
#include "chaincore/crypto/hash256.hpp"
#include "chaincore/storage/chain_database.hpp"
#include "chaincore/storage/store_salvage.hpp"
#include "chaincore/util/clock.hpp"
#include "chaincore/util/log.hpp"
#include "chaincore/util/progress.hpp"
#include "chaincore/util/result.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace chaincore::state {

// A block that is known of and is not in the new store.
struct LeftOutBlock {
    crypto::Hash256 hash;
    std::optional<std::uint64_t> height;  // none: not known
    std::string reason;
};

struct RebuiltStore {
    std::vector<LeftOutBlock> left_out;  // the lowest first, but for those that only build on one of them...
    std::size_t builds_on_those = 0;     // ...which are so many
};

// Blocks that have been taken, and those that there are. False: stop.
using RebuildProgress = std::function<bool(const util::Progress&)>;

// into: a new store. An Error is the new store's, or says that it was stopped.
Result<RebuiltStore, Error> rebuild_store(storage::StoreSalvage& from, storage::ChainDatabase& into,
                                          const chain::NetworkParams& params, const util::Clock& clock, util::Log& log,
                                          const RebuildProgress& progress);

}  // namespace chaincore::state
