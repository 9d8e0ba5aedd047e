// SPDX-License-Identifier: MIT
#include "storage/read_figures.hpp"

#include <charconv>
#include <map>
#include <rocksdb/db.h>
#include <string>
#include <system_error>

namespace chaincore::storage {
namespace {

using Properties = rocksdb::DB::Properties;

// Of one column, or of the whole store where it is a property of that.
std::uint64_t property(const DatabaseHandle& handle, const std::string& name, Column column = Column::meta) {
    std::uint64_t value = 0;
    return handle.db().GetIntProperty(handle.column(column), name, &value) ? value : 0;
}

std::uint64_t sum(const DatabaseHandle& handle, const std::string& name) {
    std::uint64_t value = 0;
    return handle.db().GetAggregatedIntProperty(name, &value) ? value : 0;
}

std::uint64_t whole_number(const std::map<std::string, std::string>& texts, const std::string& name) {
    const auto found = texts.find(name);
    std::uint64_t value = 0;
    if (found != texts.end()) std::from_chars(found->second.data(), found->second.data() + found->second.size(), value);
    return value;
}

void add_columns(const DatabaseHandle& handle, StoreFigures& figures) {
    for (std::size_t i = 0; i < kColumnCount; ++i) {
        std::map<std::string, std::string> texts;
        if (!handle.db().GetMapProperty(handle.column(static_cast<Column>(i)), Properties::kCFStats, &texts)) continue;
        figures.write_slowdowns += whole_number(texts, "io_stalls.total_slowdown");
        figures.write_stops += whole_number(texts, "io_stalls.total_stop");
    }
}

// A file that is gone meanwhile counts nothing.
void add_files(const std::filesystem::path& directory, StoreFigures& figures) {
    std::error_code error;
    std::filesystem::directory_iterator file(directory, error);
    for (; file != std::filesystem::directory_iterator(); file.increment(error)) {
        std::error_code is_gone;
        const bool is_file = file->is_regular_file(is_gone);
        const std::uintmax_t size = is_file ? file->file_size(is_gone) : 0;
        if (!is_file || is_gone) continue;
        figures.file_bytes += size;
        if (file->path().extension() == ".sst") ++figures.tables;
    }
    error.clear();
    const auto space = std::filesystem::space(directory, error);
    if (!error) figures.free_bytes = space.available;
}

}  // namespace

StoreFigures read_figures(const DatabaseHandle& handle) {
    StoreFigures figures;
    figures.block_cache_bytes = property(handle, Properties::kBlockCacheUsage);  // the columns share one cache
    figures.block_cache_capacity = property(handle, Properties::kBlockCacheCapacity);
    figures.write_buffer_bytes = sum(handle, Properties::kCurSizeAllMemTables);
    figures.pending_compaction_bytes = sum(handle, Properties::kEstimatePendingCompactionBytes);
    figures.running_compactions = property(handle, Properties::kNumRunningCompactions);
    figures.background_errors = property(handle, Properties::kBackgroundErrors);
    figures.are_writes_stopped = property(handle, Properties::kIsWriteStopped) != 0;
    add_columns(handle, figures);
    add_files(handle.directory(), figures);
    return figures;
}

}  // namespace chaincore::storage
