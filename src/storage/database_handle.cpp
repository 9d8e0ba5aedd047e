// SPDX-License-Identifier: MIT
#include "storage/database_handle.hpp"

#include "chaincore/util/file.hpp"
#include "storage/log_check.hpp"
#include "storage/store_files.hpp"
#include "storage/table_file.hpp"
#include "storage/torn_tail.hpp"

#include <algorithm>
#include <cstdarg>
#include <rocksdb/cache.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>
#include <rocksdb/transaction_log.h>
#include <string>
#include <system_error>
#include <vector>

namespace chaincore::storage {
namespace {

constexpr std::size_t kBlockCacheBytes = std::size_t{64} << 20;
constexpr std::size_t kWriteBufferBytes = std::size_t{16} << 20;
constexpr std::size_t kAllWriteBuffersBytes = std::size_t{40} << 20;
constexpr int kBloomBitsForEachKey = 10;
// Each large write leaves one in each column.
constexpr int kTablesBeforeTheyAreMerged = 8;

// What it would write there comes with each Status, too. Builds of RocksDB with assertions, as Debian's, end the
// program where the file of its log fails twice.
class NoLog final : public rocksdb::Logger {
public:
    using Logger::Logv;
    void Logv(const char* /*format*/, va_list /*arguments*/) override {}
};

rocksdb::DBOptions database_options(bool may_create, rocksdb::Env& env) {
    rocksdb::DBOptions options;
    options.env = &env;
    options.create_if_missing = may_create;
    options.create_missing_column_families = true;
    // The default, point-in-time recovery, drops acknowledged blocks behind a flipped bit of the log without a word;
    // this one accepts a torn end only, and the manifest knows which logs must be there.
    options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
    options.track_and_verify_wals_in_manifest = true;
    options.max_background_jobs = 2;
    options.db_write_buffer_size = kAllWriteBuffersBytes;
    options.max_open_files = 512;
    options.max_total_wal_size = std::uint64_t{128} << 20;
    options.info_log = std::make_shared<NoLog>();
    return options;
}

// Tables and logs that hold something.
bool holds_data(const std::filesystem::directory_entry& file) {
    std::error_code ignored;
    const std::string extension = file.path().extension().string();
    return (extension == ".sst" || extension == ".log") && file.file_size(ignored) > 0;
}

// RocksDB would take the directory for a new database and delete what is in it.
bool has_lost_its_first_file(const std::filesystem::path& directory) {
    std::error_code ignored;
    const std::filesystem::directory_iterator files(directory, ignored);
    return !has_database(directory) && std::any_of(begin(files), end(files), holds_data);
}

bool is_looked_up_by_key(Column column) {
    return column == Column::coins || column == Column::blocks || column == Column::headers;
}

// JSON shrinks to a third; hashes do not shrink.
bool holds_text(Column column) { return column == Column::blocks || column == Column::undo; }

bool is_written_once(Column column) {
    return column == Column::blocks || column == Column::undo || column == Column::headers;
}

rocksdb::ColumnFamilyOptions column_options(Column column, const std::shared_ptr<rocksdb::Cache>& cache) {
    rocksdb::BlockBasedTableOptions table;
    table.block_cache = cache;
    table.format_version = 5;
    if (is_looked_up_by_key(column)) table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(kBloomBitsForEachKey));
    rocksdb::ColumnFamilyOptions options;
    options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
    options.write_buffer_size = kWriteBufferBytes;
    options.level0_file_num_compaction_trigger = kTablesBeforeTheyAreMerged;
    // Whole chains of them are written once and never changed: merging them level by level writes each ten times.
    if (is_written_once(column)) options.compaction_style = rocksdb::kCompactionStyleUniversal;
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

bool has_database(const std::filesystem::path& directory) {
    std::error_code ignored;
    return std::filesystem::exists(directory / "CURRENT", ignored);
}

Result<std::shared_ptr<DatabaseHandle>, Error> DatabaseHandle::open(const std::filesystem::path& directory) {
    std::shared_ptr<DatabaseHandle> handle(new DatabaseHandle(directory));
    const auto mark = read_write_mark(directory);
    if (auto sound = handle->check_files(mark); !sound) return fail(sound.error());
    if (auto made = util::make_directory(directory); !made) return fail(made.error());
    if (auto emptied = handle->empty_incoming(); !emptied) return fail(emptied.error());
    if (auto opened = handle->open_files(); !opened) return fail(opened.error());
    if (auto whole = handle->check_last_change(mark); !whole) return fail(whole.error());
    handle->files_->delete_held();
    handle->mark_.emplace(directory);
    handle->note_written();
    return handle;
}

// Before anything is changed.
Result<void, Error> DatabaseHandle::check_files(const std::optional<WriteMark>& mark) const {
    if (has_lost_its_first_file(directory_))
        return fail(damaged("its file CURRENT is missing, though other files of it are there"));
    if (!has_database(directory_)) return {};
    const std::string wrong = find_damaged_log(directory_, mark);
    if (!wrong.empty()) return fail(damaged(wrong));
    return {};
}

Result<void, Error> DatabaseHandle::open_files() {
    // Where changes are missing, the files that RocksDB does not know any more may hold them.
    files_->hold_deletions();
    auto status = try_to_open();
    if (status.IsCorruption()) {
        const auto cut = cut_torn_tails(directory_);
        if (!cut) return fail(cut.error());
        if (*cut) status = try_to_open();
    }
    if (status.ok()) return {};
    const std::string wrong = status.IsIOError() ? "" : find_damaged_table(directory_);
    return fail(wrong.empty() ? error("cannot be opened", status) : damaged(wrong));
}

rocksdb::Status DatabaseHandle::try_to_open() {
    std::vector<rocksdb::ColumnFamilyHandle*> columns;
    rocksdb::DB* db = nullptr;
    const auto options = database_options(!has_database(directory_), *env_);
    auto status = rocksdb::DB::Open(options, directory_.string(), descriptors(), &columns, &db);
    if (!status.ok()) return status;
    db_.reset(db);
    std::copy(columns.begin(), columns.end(), columns_.begin());
    return status;
}

Result<void, Error> DatabaseHandle::check_last_change(const std::optional<WriteMark>& mark) const {
    const auto found = db_->GetLatestSequenceNumber();
    if (!mark || found >= mark->sequence) return {};
    return fail(damaged("its last changes are missing: it ends with change " + std::to_string(found) + ", and " +
                        std::to_string(mark->sequence) + " were written"));
}

// A process that was killed may have left tables there.
Result<void, Error> DatabaseHandle::empty_incoming() const {
    std::error_code error;
    std::filesystem::remove_all(incoming(), error);
    if (!error) std::filesystem::create_directories(incoming(), error);
    if (error) return fail(Error{incoming().string() + " cannot be emptied: " + error.message()});
    return {};
}

DatabaseHandle::~DatabaseHandle() {
    if (!db_) return;
    for (rocksdb::ColumnFamilyHandle* column : columns_) db_->DestroyColumnFamilyHandle(column);
    db_->Close();
}

void DatabaseHandle::note_written() const {
    if (!mark_) return;
    WriteMark mark;
    mark.sequence = db_->GetLatestSequenceNumber();
    std::unique_ptr<rocksdb::LogFile> log;
    if (db_->GetCurrentWalFile(&log).ok() && log) {
        mark.log = log->LogNumber();
        mark.log_bytes = log->SizeFileBytes();
    }
    const SyncedManifest manifest = files_->synced_manifest();
    mark.manifest = manifest.number;
    mark.manifest_bytes = manifest.bytes;
    mark_->write(mark);
}

Error DatabaseHandle::error(const std::string& doing, const rocksdb::Status& status) const {
    return {"the store in " + directory_.string() + " " + doing + ": " + status.ToString()};
}

Error DatabaseHandle::damaged(const std::string& what) const {
    return {"the store in " + directory_.string() + " is damaged: " + what};
}

}  // namespace chaincore::storage
