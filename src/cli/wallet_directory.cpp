// SPDX-License-Identifier: MIT
#include "cli/wallet_directory.hpp"

#include "chaincore/util/file.hpp"
#include "cli/data_path.hpp"
#include "cli/json_fields.hpp"
#include "cli/message.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <string_view>
#include <system_error>

namespace chaincore::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kEnding = ".json";
constexpr std::size_t kNamesShown = 10;

bool is_there(const fs::path& path) {
    std::error_code ignored;
    return fs::exists(path, ignored);
}

bool is_name(const std::string& text) {
    return !text.empty() && text.front() != '.' && text.front() != '-' && !text.ends_with(kEnding) &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~' && c != '/'; });
}

bool means_file_of_directory(const std::string& text) { return is_name(text) && !is_there(text); }

// A directory that is there already stays as it is.
Result<void, Error> make_private_directory(const fs::path& directory) {
    if (is_there(directory)) return {};
    if (auto made = util::make_directory(directory); !made) return made;
    std::error_code fault;
    fs::permissions(directory, fs::perms::owner_all, fault);
    if (fault) return fail(Error{"cannot keep others out of " + directory.string() + ": " + fault.message()});
    return {};
}

std::string names_of(const std::vector<fs::path>& files) {
    std::string names;
    for (std::size_t i = 0; i < std::min(files.size(), kNamesShown); ++i)
        names += (i == 0 ? "" : ", ") + shown_text(files[i].stem().string());
    return names + (files.size() > kNamesShown ? ", ..." : "");
}

Error no_only_wallet(const fs::path& directory, const std::vector<fs::path>& files) {
    const std::string required = "a wallet is required: give FILE or --wallet FILE, or the name of one";
    if (directory.empty()) return Error{required};
    if (files.empty())
        return Error{fmt::format("{} in {}, where there is none (chaincore wallet create NAME makes one)", required,
                                 directory.string())};
    return Error{fmt::format("{} in {}, where there are {}", required, directory.string(), names_of(files))};
}

}  // namespace

Result<std::string, Error> wallet_file_of(const std::string& name_or_path) {
    if (!means_file_of_directory(name_or_path)) return name_or_path;
    const fs::path directory = default_wallet_directory();
    if (directory.empty())
        return fail(Error{"HOME is not set, so that no wallet has a name: give the path of " + name_or_path});
    return (directory / (name_or_path + std::string(kEnding))).string();
}

Result<std::string, Error> new_wallet_file_of(const std::string& name_or_path) {
    auto file = wallet_file_of(name_or_path);
    if (!file || !means_file_of_directory(name_or_path)) return file;
    if (auto made = make_private_directory(fs::path(*file).parent_path()); !made) return fail(made.error());
    return file;
}

Result<std::string, Error> only_wallet_file() {
    const fs::path directory = default_wallet_directory();
    const auto files = wallet_files_in(directory);
    if (!files) return fail(files.error());
    if (files->size() != 1) return fail(no_only_wallet(directory, *files));
    print_remark("wallet " + shown_text(files->front().stem().string()) + " (" + files->front().string() + ")\n");
    return files->front().string();
}

Result<std::vector<fs::path>, Error> wallet_files_in(const fs::path& directory) {
    std::vector<fs::path> files;
    if (!is_there(directory)) return files;
    std::error_code fault;
    for (fs::directory_iterator entry(directory, fault), end; !fault && entry != end; entry.increment(fault)) {
        const std::string name = entry->path().filename().string();
        if (name.front() != '.' && name.ends_with(kEnding)) files.push_back(entry->path());
    }
    if (fault) return fail(Error{"cannot list " + directory.string() + ": " + fault.message()});
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace chaincore::cli
