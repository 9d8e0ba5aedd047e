// SPDX-License-Identifier: MIT
// A copy of a data directory's chain that is a data directory itself (docs/storage.md, "Repair"). Any thread that may
// have the store copied (ChainDatabase::make_checkpoint).
#pragma once

#include "chaincore/storage/chain_database.hpp"
#include "chaincore/util/result.hpp"

#include <filesystem>
#include <string>

namespace chaincore::node {

struct BackupFault {
    bool is_place = false;  // the directory that was named will not do; else the disk or the store
    std::string message;    // one sentence
};

// target: absolute, not there yet, on the file system of `store`, which is the database's directory. It is there whole
// or not at all; what a killed process leaves has another name.
Result<void, BackupFault> make_backup(const storage::ChainDatabase& database, const std::filesystem::path& store,
                                      const std::filesystem::path& target);

}  // namespace chaincore::node
