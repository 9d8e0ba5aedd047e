// SPDX-License-Identifier: MIT
// How the store is doing, as RocksDB and the file system say. Plain values.
#pragma once

#include <cstdint>

namespace chaincore::storage {

// Of all columns together; bytes are of this moment, counts since the store was opened.
struct StoreFigures {
    std::uint64_t file_bytes = 0;  // of all files of the store
    std::uint64_t free_bytes = 0;  // that this process may still write on its file system
    std::uint64_t tables = 0;      // files that are not merged away
    std::uint64_t block_cache_bytes = 0;
    std::uint64_t block_cache_capacity = 0;
    std::uint64_t write_buffer_bytes = 0;
    std::uint64_t pending_compaction_bytes = 0;  // that are to be written again, estimated
    std::uint64_t running_compactions = 0;
    std::uint64_t background_errors = 0;
    // How often writes were slowed down or stopped until tables were merged, and whether they are stopped now.
    std::uint64_t write_slowdowns = 0;
    std::uint64_t write_stops = 0;
    bool are_writes_stopped = false;
};

}  // namespace chaincore::storage
