// SPDX-License-Identifier: MIT
#include "storage/store_files.hpp"

#include <algorithm>
#include <charconv>
#include <string>
#include <system_error>

namespace chaincore::storage {
namespace {

constexpr std::string_view kManifest = "MANIFEST-";

void sort_by_number(std::vector<std::filesystem::path>& files) {
    std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return file_number(a) < file_number(b); });
}

}  // namespace

std::uint64_t file_number(const std::filesystem::path& file) {
    const std::string name = file.filename().string();
    const std::size_t begin = name.starts_with(kManifest) ? kManifest.size() : 0;
    std::uint64_t number = 0;
    std::from_chars(name.data() + begin, name.data() + name.size(), number);
    return number;
}

std::string name_of_manifest(std::uint64_t number) {
    std::string digits = std::to_string(number);
    digits.insert(0, digits.size() < 6 ? 6 - digits.size() : 0, '0');
    return std::string(kManifest) + digits;
}

Result<StoreFiles, Error> list_store_files(const std::filesystem::path& directory) {
    StoreFiles files;
    std::error_code error;
    std::filesystem::directory_iterator at(directory, error);
    for (; !error && at != std::filesystem::directory_iterator(); at.increment(error)) {
        const std::filesystem::path& file = at->path();
        if (file.extension() == ".sst") files.tables.push_back(file);
        if (file.extension() == ".log") files.logs.push_back(file);
        if (file.filename().string().starts_with(kManifest)) files.manifests.push_back(file);
    }
    if (error) return fail(Error{"cannot read " + directory.string() + ": " + error.message()});
    for (auto* kind : {&files.tables, &files.logs, &files.manifests}) sort_by_number(*kind);
    return files;
}

}  // namespace chaincore::storage
