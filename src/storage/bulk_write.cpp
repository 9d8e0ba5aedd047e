// SPDX-License-Identifier: MIT
#include "storage/bulk_write.hpp"

#include <filesystem>
#include <rocksdb/db.h>
#include <rocksdb/sst_file_writer.h>
#include <string>
#include <system_error>
#include <vector>

namespace chaincore::storage {
namespace {

// The tables of one batch, until the database has taken them over or they are gone.
class Tables {
public:
    explicit Tables(const DatabaseHandle& handle) : handle_(handle) {}
    ~Tables() {
        std::error_code ignored;
        for (const auto& taken : taken_)
            for (const std::string& file : taken.external_files) std::filesystem::remove(file, ignored);
    }
    Tables(const Tables&) = delete;
    Tables& operator=(const Tables&) = delete;

    rocksdb::Status add(Column column, const std::vector<const Batch::Impl::Change*>& changes) {
        if (changes.empty()) return rocksdb::Status::OK();
        auto* const family = handle_.column(column);
        const std::string file =
            (handle_.incoming() / (std::string(kColumnNames[static_cast<std::size_t>(column)]) + ".sst")).string();
        taken_.push_back({family, {file}, options(), {}, {}});
        rocksdb::SstFileWriter writer(rocksdb::EnvOptions(), handle_.db().GetOptions(family), family,
                                      /*invalidate_page_cache=*/false);
        auto status = writer.Open(file);
        for (const auto* change : changes) {
            if (!status.ok()) return status;
            status = change->value ? writer.Put(change->key, *change->value) : writer.Delete(change->key);
        }
        return status.ok() ? writer.Finish() : status;
    }

    rocksdb::Status hand_over() { return handle_.db().IngestExternalFiles(taken_); }

private:
    static rocksdb::IngestExternalFileOptions options() {
        rocksdb::IngestExternalFileOptions options;
        options.move_files = true;
        options.write_global_seqno = false;  // the manifest has it; in the file it would cost another trip
        return options;
    }

    const DatabaseHandle& handle_;
    std::vector<rocksdb::IngestExternalFileArg> taken_;
};

}  // namespace

rocksdb::Status write_in_bulk(const DatabaseHandle& handle, const Batch::Impl& batch) {
    Tables tables(handle);
    for (std::size_t i = 0; i < kColumnCount; ++i) {
        const auto column = static_cast<Column>(i);
        const auto status = tables.add(column, batch.sorted_changes(column));
        if (!status.ok()) return status;
    }
    return tables.hand_over();
}

}  // namespace chaincore::storage
