// SPDX-License-Identifier: MIT
#include "chaincore/node/data_directory.hpp"

#include "chaincore/util/file.hpp"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <string>
#include <system_error>

namespace chaincore::node {
namespace {

using storage::OpenFault;
using storage::OpenMode;

Result<void, OpenFault> make_directory(const std::filesystem::path& path) {
    std::error_code error;
    if (std::filesystem::is_directory(path, error)) return {};
    if (const auto made = util::make_directory(path); !made)
        return fail(OpenFault{false, "there is no data directory " + path.string() + ": " + made.error().message});
    // It will hold a key.
    std::filesystem::permissions(path, std::filesystem::perms::owner_all, error);
    if (error) return fail(OpenFault{false, "cannot protect " + path.string() + ": " + error.message()});
    return {};
}

bool is_there(const std::filesystem::path& path) {
    std::error_code ignored;
    return std::filesystem::exists(path, ignored);
}

// Both names at once: whenever the process dies, either is a whole store.
Result<void, Error> exchange(const std::filesystem::path& one, const std::filesystem::path& other) {
    const unsigned flags = is_there(other) ? RENAME_EXCHANGE : RENAME_NOREPLACE;
    if (::renameat2(AT_FDCWD, one.c_str(), AT_FDCWD, other.c_str(), flags) == 0)
        return util::sync_directory(other.parent_path());
    const std::error_code error(errno, std::generic_category());
    return fail(Error{"cannot exchange " + other.string() + " for " + one.string() + ": " + error.message() +
                      ". The latter is the rebuilt store, and whole: move it to the former's place"});
}

}  // namespace

Result<DataDirectory, OpenFault> DataDirectory::open(const std::filesystem::path& path, OpenMode mode) {
    std::error_code ignored;
    if (mode == OpenMode::existing && !std::filesystem::is_directory(path / "chain", ignored))
        return fail(OpenFault{true, "there is no chain in " + path.string()});
    if (mode == OpenMode::create)
        if (auto made = make_directory(path); !made) return fail(made.error());
    auto lock = util::FileLock::try_lock(path / "lock");
    if (!lock) return fail(OpenFault{false, lock.error().message});
    if (!*lock)
        return fail(OpenFault{true, path.string() + " is in use by another chaincore process: stop that one or choose "
                                                    "another --data-dir"});
    return DataDirectory(path, **std::move(lock));
}

Result<bool, Error> DataDirectory::is_in_use(const std::filesystem::path& path) {
    if (!is_there(path / "lock")) return false;
    return util::FileLock::try_lock(path / "lock").map([](const auto& lock) { return !lock.has_value(); });
}

Result<void, Error> DataDirectory::take_new_store() const {
    if (auto exchanged = exchange(new_store(), store()); !exchanged) return exchanged;
    return remove_new_store();
}

Result<void, Error> DataDirectory::remove_new_store() const {
    std::error_code error;
    std::filesystem::remove_all(new_store(), error);
    if (error) return fail(Error{"cannot remove " + new_store().string() + ": " + error.message()});
    return {};
}

}  // namespace chaincore::node
