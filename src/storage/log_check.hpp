// SPDX-License-Identifier: MIT
// Looks at the logs and the manifest of a store before RocksDB does, which would change files first and names none. Any
// thread.
#pragma once

#include "storage/write_mark.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace chaincore::storage {

// What is wrong with one log; empty where nothing is.
std::string find_damage(const std::filesystem::path& log, const std::optional<WriteMark>& mark);

// What is wrong, with the file's name; empty where all is well. Of a log or manifest that ends within a record only the
// mark tells whether that was written once.
std::string find_damaged_log(const std::filesystem::path& store, const std::optional<WriteMark>& mark);

// Which manifest CURRENT names, by its number; none where it names none.
std::optional<std::uint64_t> current_manifest(const std::filesystem::path& store);

}  // namespace chaincore::storage
