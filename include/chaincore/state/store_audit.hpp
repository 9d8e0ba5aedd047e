// SPDX-License-Identifier: MIT
// Judges a stored chain again, block by block from its texts, and compares everything that the store holds with what
// those blocks make. It changes nothing. Any thread that may read the snapshot.
#pragma once

#include "chaincore/chain/params.hpp"
#include "chaincore/storage/snapshot.hpp"
#include "chaincore/util/progress.hpp"
#include "chaincore/util/result.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>

namespace chaincore::state {

struct AuditedStore {
    std::uint64_t length = 0;  // of the best chain
    std::uint64_t coins = 0;
    std::uint64_t side_blocks = 0;  // beside the best chain
};

// After each block of the best chain: those that have been judged, and those that there are.
using AuditProgress = std::function<void(const util::Progress&)>;

// An Error says which record of which column is not what the blocks make, or which block breaks which rule: the first
// one that was found. It keeps the coins and a record of each block in memory, and no texts.
Result<AuditedStore, Error> audit_store(const storage::Snapshot& snapshot, const chain::NetworkParams& params,
                                        const AuditProgress& progress);

}  // namespace chaincore::state
