// SPDX-License-Identifier: MIT
#include "storage/log_check.hpp"

#include "chaincore/util/file.hpp"
#include "storage/log_file.hpp"
#include "storage/store_files.hpp"

#include <system_error>

namespace chaincore::storage {
namespace {

constexpr std::size_t kLongestCurrent = 64;

// written: how long it was for certain; 0: that is not known.
std::string what_is_wrong_with(const std::filesystem::path& file, std::uint64_t written) {
    const std::string name = "its file " + file.filename().string();
    std::error_code error;
    const std::uint64_t size = std::filesystem::file_size(file, error);
    if (error) return name + " cannot be read: " + error.message();
    if (size < written)
        return name + " has " + std::to_string(size) + " bytes, and " + std::to_string(written) + " were written";
    const auto damage = read_log_file(file, [](std::string_view) {});
    if (!damage) return name + " cannot be read: " + damage.error().message;
    if (!*damage || ((*damage)->is_at_the_end && (*damage)->whole_before >= written)) return "";
    return name + " is damaged at byte " + std::to_string((*damage)->offset);
}

}  // namespace

std::optional<std::uint64_t> current_manifest(const std::filesystem::path& store) {
    const auto text = util::read_file((store / "CURRENT").string(), kLongestCurrent);
    if (!text || !text->ends_with('\n')) return std::nullopt;
    const std::filesystem::path named = store / text->substr(0, text->size() - 1);
    const std::uint64_t number = file_number(named);
    std::error_code ignored;
    const bool is_manifest = named == store / name_of_manifest(number) && std::filesystem::exists(named, ignored);
    return is_manifest ? std::optional(number) : std::nullopt;
}

std::string find_damage(const std::filesystem::path& log, const std::optional<WriteMark>& mark) {
    return what_is_wrong_with(log, mark && mark->log == file_number(log) ? mark->log_bytes : 0);
}

std::string find_damaged_log(const std::filesystem::path& store, const std::optional<WriteMark>& mark) {
    const auto manifest = current_manifest(store);
    if (!manifest) return "its file CURRENT names no manifest that is there";
    const bool is_marked = mark && mark->manifest == *manifest;
    if (auto wrong = what_is_wrong_with(store / name_of_manifest(*manifest), is_marked ? mark->manifest_bytes : 0);
        !wrong.empty())
        return wrong;
    const auto files = list_store_files(store);
    if (!files) return files.error().message;
    for (const std::filesystem::path& log : files->logs)
        if (auto wrong = find_damage(log, mark); !wrong.empty()) return wrong;
    return "";
}

}  // namespace chaincore::storage
