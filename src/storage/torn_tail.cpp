// SPDX-License-Identifier: MIT
#include "storage/torn_tail.hpp"

#include "chaincore/util/file.hpp"
#include "storage/log_check.hpp"
#include "storage/log_file.hpp"
#include "storage/store_files.hpp"

#include <algorithm>
#include <string_view>
#include <system_error>

namespace chaincore::storage {
namespace {

// What reaches a disk whole or not at all.
constexpr std::size_t kSector = 512;

// By RocksDB's own limit a log does not come near to that.
constexpr std::size_t kLongestLog = std::size_t{1} << 30;

// At the ends: what the text has of one.
bool has_sector_of_zeros(std::string_view log, std::size_t begin) {
    for (std::size_t at = begin; at < log.size();) {
        const std::size_t end = std::min(log.size(), (at / kSector + 1) * kSector);
        if (log.substr(at, end - at).find_first_not_of('\0') == std::string_view::npos) return true;
        at = end;
    }
    return false;
}

Result<bool, Error> cut_torn_tail(const std::filesystem::path& file) {
    const auto begin = find_torn_tail(file);
    if (!begin) return fail(begin.error());
    if (!*begin) return false;
    std::error_code error;
    std::filesystem::resize_file(file, **begin, error);
    if (error) return fail(Error{"cannot cut " + file.string() + ": " + error.message()});
    return true;
}

// Those to which a last write may have gone.
Result<std::vector<std::filesystem::path>, Error> find_last_written(const std::filesystem::path& directory) {
    const auto files = list_store_files(directory);
    if (!files) return fail(files.error());
    std::vector<std::filesystem::path> last;
    const auto is_empty = [](const auto& log) { return std::filesystem::file_size(log) == 0; };
    const auto newest = std::find_if_not(files->logs.rbegin(), files->logs.rend(), is_empty);
    if (newest != files->logs.rend()) last.push_back(*newest);
    if (const auto manifest = current_manifest(directory)) last.push_back(directory / name_of_manifest(*manifest));
    return last;
}

}  // namespace

Result<std::optional<std::uint64_t>, Error> find_torn_tail(const std::filesystem::path& file) {
    const auto damage = read_log_file(file, [](std::string_view) {});
    if (!damage) return fail(damage.error());
    if (!*damage || !(*damage)->is_at_the_end) return std::nullopt;
    const auto log = util::read_file(file.string(), kLongestLog);
    if (!log) return fail(log.error());
    const std::uint64_t begin = (*damage)->whole_before;
    return has_sector_of_zeros(*log, begin) ? std::optional(begin) : std::nullopt;
}

Result<bool, Error> cut_torn_tails(const std::filesystem::path& directory) {
    const auto files = find_last_written(directory);
    if (!files) return fail(files.error());
    bool is_cut = false;
    for (const auto& file : *files) {
        const auto cut = cut_torn_tail(file);
        if (!cut) return cut;
        is_cut |= *cut;
    }
    return is_cut;
}

}  // namespace chaincore::storage
