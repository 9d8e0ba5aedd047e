// SPDX-License-Identifier: MIT
// Writes a large batch as tables of their own, which the database takes over all together or not at all. That spares
// the log and the sorting in memory, three quarters of the cost of a large write; a small one is cheaper by the log.
// One thread at a time.
#pragma once

#include "storage/batch_impl.hpp"
#include "storage/database_handle.hpp"

#include <cstddef>
#include <rocksdb/status.h>

namespace chaincore::storage {

// From here on it pays: each column costs a file with its trip to the disk.
inline constexpr std::size_t kBulkBytes = std::size_t{2} << 20;

// On disk when it returns.
rocksdb::Status write_in_bulk(const DatabaseHandle& handle, const Batch::Impl& batch);

}  // namespace chaincore::storage
