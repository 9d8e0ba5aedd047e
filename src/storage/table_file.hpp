// SPDX-License-Identifier: MIT
// One table of a store, read by itself, past the blocks of it that are damaged. One thread.
#pragma once

#include "storage/schema.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <rocksdb/iterator.h>
#include <rocksdb/sst_file_reader.h>
#include <rocksdb/status.h>
#include <string>
#include <string_view>

namespace chaincore::storage {

class TableFile {
public:
    // Not OK where not even its index can be read.
    rocksdb::Status open(const std::filesystem::path& path);

    // Whose it is; none for a column that this program does not know.
    std::optional<Column> column() const;

    // False: the sequence number that it gives itself is not the nought that we write (bulk_write.cpp). RocksDB leaves
    // the number out of its checksums, and opens no store with such a table in it.
    bool has_own_number_of_nought() const;

    // Calls use(key, value) for whatever can be read. Not OK where something could not be.
    rocksdb::Status for_each(const std::function<void(std::string_view key, std::string_view value)>& use);

    std::optional<std::string> find(const std::string& key);

private:
    void begin();
    bool can_seek(const std::string& key);
    bool skip_damage(const std::string& last);

    std::unique_ptr<rocksdb::SstFileReader> reader_;
    std::unique_ptr<rocksdb::Iterator> at_;
};

// Which table of a store cannot even be begun with, and why; empty where all can. RocksDB, which opens all of them,
// often blames the manifest that names it.
std::string find_damaged_table(const std::filesystem::path& store);

}  // namespace chaincore::storage
