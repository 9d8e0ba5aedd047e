// SPDX-License-Identifier: MIT
// RocksDB's logs and manifests, record by record, past whatever is damaged in them: pages of 32 KiB, in which each
// fragment of a record has its checksum, its length and its kind before it
// (https://github.com/facebook/rocksdb/wiki/Write-Ahead-Log-File-Format). RocksDB itself gives up at the first bad one.
// One thread.
#pragma once

#include "chaincore/util/result.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string_view>

namespace chaincore::storage {

struct LogDamage {
    std::uint64_t offset = 0;        // of the first fragment that is not as it was written
    std::uint64_t whole_before = 0;  // where the last whole record before it ends
    bool is_at_the_end = false;      // nothing whole follows: it may be a write that was cut off
};

// Shows each whole record; the bytes live during the call. What was damaged; an Error where the file cannot be read.
Result<std::optional<LogDamage>, Error> read_log_file(const std::filesystem::path& file,
                                                      const std::function<void(std::string_view record)>& use);

}  // namespace chaincore::storage
