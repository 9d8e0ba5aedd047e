// SPDX-License-Identifier: MIT
// Rebuilds the store of a data directory from the blocks in it (docs/storage.md, "Repair"). One thread.
#pragma once

#include "chaincore/node/data_directory.hpp"
#include "chaincore/state/rebuild.hpp"
#include "chaincore/storage/chain_database.hpp"
#include "chaincore/util/clock.hpp"
#include "chaincore/util/log.hpp"
#include "chaincore/util/result.hpp"

#include <cstdint>
#include <string>

namespace chaincore::node {

struct ReindexReport {
    std::uint64_t length = 0;
    std::string tip;
    std::uint64_t coins = 0;
    std::string digest;
};

// Was one begun and not finished? Its store is started over.
bool is_reindex_unfinished(const DataDirectory& directory);

// The new store is made beside the old one and takes its place when it is whole: what happens before leaves the old one
// as it is. What could not be read, and blocks that are left out, are told to the log as warnings. wanted: needed where
// the old store does not say any more whose it is.
Result<ReindexReport, storage::OpenFault> reindex(const DataDirectory& directory, const storage::WantedIdentity& wanted,
                                                  const util::Clock& clock, util::Log& log,
                                                  const state::RebuildProgress& progress);

}  // namespace chaincore::node
