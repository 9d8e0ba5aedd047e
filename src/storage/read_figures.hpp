// SPDX-License-Identifier: MIT
// Asks RocksDB and the file system how an open store is doing. Any thread, also while another one writes.
#pragma once

#include "chaincore/storage/store_figures.hpp"
#include "storage/database_handle.hpp"

#include <filesystem>

namespace chaincore::storage {

StoreFigures read_figures(const DatabaseHandle& handle);

}  // namespace chaincore::storage
