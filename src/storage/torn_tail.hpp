// SPDX-License-Identifier: MIT
// The last write to a log of RocksDB's, or to its manifest, as a power cut may leave it: zeros where a page of it had
// not reached the disk, though a later one had. RocksDB takes that for damage and opens nothing. Such a write was never
// synced, so nobody has heard of it: it is cut off. Zeros are what tells it from damage: a flipped bit makes none.
// The log's format: github.com/facebook/rocksdb/wiki/Write-Ahead-Log-File-Format. One thread.
#pragma once

#include "chaincore/util/result.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>

namespace chaincore::storage {

// Where the last write of a log begins, if it is not whole and a sector of it is zeros.
Result<std::optional<std::uint64_t>, Error> find_torn_tail(const std::filesystem::path& file);

// Cuts it off the newest log and the manifest of a database that is not open. False: neither has one.
Result<bool, Error> cut_torn_tails(const std::filesystem::path& directory);

}  // namespace chaincore::storage
