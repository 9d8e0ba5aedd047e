// SPDX-License-Identifier: MIT
// The files of a store by their kinds (RocksDB numbers them in the order in which they were begun). Any thread.
#pragma once

#include "chaincore/util/result.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace chaincore::storage {

struct StoreFiles {
    std::vector<std::filesystem::path> tables;  // by their numbers, as the others
    std::vector<std::filesystem::path> logs;
    std::vector<std::filesystem::path> manifests;
};

// 12 of "000012.sst" and of "MANIFEST-000012"; 0 of other names.
std::uint64_t file_number(const std::filesystem::path& file);

// "MANIFEST-000012"
std::string name_of_manifest(std::uint64_t number);

// An Error: the directory cannot be read.
Result<StoreFiles, Error> list_store_files(const std::filesystem::path& directory);

}  // namespace chaincore::storage
