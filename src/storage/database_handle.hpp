// SPDX-License-Identifier: MIT
// An open RocksDB with its columns. Any thread reads, one at a time writes; the last owner closes it.
#pragma once

#include "chaincore/util/result.hpp"
#include "storage/file_keeper.hpp"
#include "storage/schema.hpp"
#include "storage/write_mark.hpp"

#include <array>
#include <filesystem>
#include <memory>
#include <optional>
#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <string>

namespace chaincore::storage {

// Is there a database, by its first file?
bool has_database(const std::filesystem::path& directory);

class DatabaseHandle {
public:
    // Makes the database where there is none, unless files of a lost one are there.
    static Result<std::shared_ptr<DatabaseHandle>, Error> open(const std::filesystem::path& directory);
    ~DatabaseHandle();
    DatabaseHandle(const DatabaseHandle&) = delete;
    DatabaseHandle& operator=(const DatabaseHandle&) = delete;

    // A directory for tables that the database will take over; empty when it is opened.
    std::filesystem::path incoming() const { return directory_ / "incoming"; }

    const std::filesystem::path& directory() const { return directory_; }

    rocksdb::DB& db() const { return *db_; }
    rocksdb::ColumnFamilyHandle* column(Column column) const { return columns_[static_cast<std::size_t>(column)]; }

    // Says in the mark that everything up to now is on disk. While nobody writes.
    void note_written() const;

    // One sentence: the directory, what was being done and what the library says.
    Error error(const std::string& doing, const rocksdb::Status& status) const;
    Error damaged(const std::string& what) const;

private:
    Result<void, Error> check_files(const std::optional<WriteMark>& mark) const;
    Result<void, Error> empty_incoming() const;
    Result<void, Error> open_files();
    rocksdb::Status try_to_open();
    Result<void, Error> check_last_change(const std::optional<WriteMark>& mark) const;

    explicit DatabaseHandle(std::filesystem::path directory) : directory_(std::move(directory)) {}

    std::filesystem::path directory_;
    const std::shared_ptr<FileKeeper> files_ = std::make_shared<FileKeeper>(directory_);
    const std::unique_ptr<rocksdb::Env> env_ = rocksdb::NewCompositeEnv(files_);
    std::unique_ptr<rocksdb::DB> db_;
    std::optional<WriteMarkFile> mark_;
    std::array<rocksdb::ColumnFamilyHandle*, kColumnCount> columns_{};
};

}  // namespace chaincore::storage
