// SPDX-License-Identifier: MIT
#include "chaincore/node/data_directory.hpp"

#include "chaincore/util/file.hpp"

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

Error cannot(const std::string& what, const std::filesystem::path& path, const std::error_code& why) {
    return {"cannot " + what + " " + path.string() + ": " + why.message()};
}

Result<void, Error> move_store(const std::filesystem::path& from, const std::filesystem::path& to) {
    std::error_code error;
    std::filesystem::rename(from, to, error);
    if (error) return fail(cannot("move", from, error));
    return util::sync_directory(to.parent_path());
}

Result<void, Error> remove_store(const std::filesystem::path& path) {
    std::error_code error;
    std::filesystem::remove_all(path, error);
    if (error) return fail(cannot("remove", path, error));
    return {};
}

// Where the old store waits to be removed. It is there only once the new one is whole.
std::filesystem::path old_store(const std::filesystem::path& directory) { return directory / "chain.old"; }

}  // namespace

Result<DataDirectory, OpenFault> DataDirectory::open(const std::filesystem::path& path, OpenMode mode) {
    std::error_code ignored;
    if (mode == OpenMode::existing && !std::filesystem::is_directory(path / "chain", ignored) &&
        !is_there(old_store(path)))
        return fail(OpenFault{true, "there is no chain in " + path.string()});
    if (mode == OpenMode::create)
        if (auto made = make_directory(path); !made) return fail(made.error());
    auto lock = util::FileLock::try_lock(path / "lock");
    if (!lock) return fail(OpenFault{false, lock.error().message});
    if (!*lock)
        return fail(OpenFault{true, path.string() + " is in use by another chaincore process: stop that one or choose "
                                                    "another --data-dir"});
    DataDirectory directory(path, **std::move(lock));
    if (auto finished = directory.finish_exchange(); !finished) return fail(OpenFault{false, finished.error().message});
    return directory;
}

Result<bool, Error> DataDirectory::is_in_use(const std::filesystem::path& path) {
    if (!is_there(path / "lock")) return false;
    return util::FileLock::try_lock(path / "lock").map([](const auto& lock) { return !lock.has_value(); });
}

Result<void, Error> DataDirectory::take_new_store() const {
    if (is_there(store()))
        if (auto moved = move_store(store(), old_store(path_)); !moved) return moved;
    if (auto moved = move_store(new_store(), store()); !moved) return moved;
    return remove_store(old_store(path_));
}

Result<void, Error> DataDirectory::finish_exchange() const {
    if (!is_there(old_store(path_))) return {};
    if (!is_there(store()))
        if (auto moved = move_store(new_store(), store()); !moved) return moved;
    return remove_store(old_store(path_));
}

}  // namespace chaincore::node
