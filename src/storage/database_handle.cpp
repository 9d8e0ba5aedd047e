// SPDX-License-Identifier: MIT
#include "storage/database_handle.hpp"

#include <rocksdb/cache.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>

#include <vector>

namespace chaincore::storage {
namespace {

constexpr std::size_t kBlockCacheBytes = std::size_t{64} << 20;
constexpr std::size_t kWriteBufferBytes = std::size_t{16} << 20;
constexpr int kBloomBitsForEachKey = 10;

rocksdb::DBOptions database_options() {
    rocksdb::DBOptions options;
    options.create_if_missing = true;
    options.create_missing_column_families = true;
    // The default, point-in-time recovery, drops acknowledged blocks behind a flipped bit of the log without a word;
    // this one accepts a torn end only, and the manifest knows which logs must be there.
    options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
    options.track_and_verify_wals_in_manifest = true;
    options.max_background_jobs = 2;
    options.max_open_files = 512;
    options.max_total_wal_size = std::uint64_t{128} << 20;
    options.info_log_level = rocksdb::InfoLogLevel::WARN_LEVEL;
    options.keep_log_file_num = 2;
    options.max_log_file_size = std::size_t{4} << 20;
    return options;
}

bool is_looked_up_by_key(Column column) {
    return column == Column::coins || column == Column::blocks || column == Column::headers;
}

// JSON shrinks to a third; hashes do not shrink.
bool holds_text(Column column) { return column == Column::blocks || column == Column::undo; }

rocksdb::ColumnFamilyOptions column_options(Column column, const std::shared_ptr<rocksdb::Cache>& cache) {
    rocksdb::BlockBasedTableOptions table;
    table.block_cache = cache;
    table.format_version = 5;
    if (is_looked_up_by_key(column)) table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(kBloomBitsForEachKey));
    rocksdb::ColumnFamilyOptions options;
    options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
    options.write_buffer_size = kWriteBufferBytes;
    options.compression = holds_text(column) ? rocksdb::kLZ4Compression : rocksdb::kNoCompression;
    return options;
}

std::vector<rocksdb::ColumnFamilyDescriptor> descriptors() {
    const auto cache = rocksdb::NewLRUCache(kBlockCacheBytes);
    std::vector<rocksdb::ColumnFamilyDescriptor> columns;
    for (std::size_t i = 0; i < kColumnCount; ++i)
        columns.emplace_back(kColumnNames[i], column_options(static_cast<Column>(i), cache));
    return columns;
}

}  // namespace

Result<std::shared_ptr<DatabaseHandle>, Error> DatabaseHandle::open(const std::filesystem::path& directory) {
    std::shared_ptr<DatabaseHandle> handle(new DatabaseHandle(directory));
    std::vector<rocksdb::ColumnFamilyHandle*> columns;
    rocksdb::DB* db = nullptr;
    const auto status = rocksdb::DB::Open(database_options(), directory.string(), descriptors(), &columns, &db);
    if (!status.ok()) return fail(handle->error("cannot be opened", status));
    handle->db_.reset(db);
    std::copy(columns.begin(), columns.end(), handle->columns_.begin());
    return handle;
}

DatabaseHandle::~DatabaseHandle() {
    if (!db_) return;
    for (rocksdb::ColumnFamilyHandle* column : columns_) db_->DestroyColumnFamilyHandle(column);
    db_->Close();
}

Error DatabaseHandle::error(const std::string& doing, const rocksdb::Status& status) const {
    return {"the store in " + directory_.string() + " " + doing + ": " + status.ToString()};
}

Error DatabaseHandle::damaged(const std::string& what) const {
    return {"the store in " + directory_.string() + " is damaged: " + what};
}

}  // namespace chaincore::storage
