// SPDX-License-Identifier: MIT
#include "chaincore/node/data_directory.hpp"

#include "chaincore/util/file.hpp"

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

}  // namespace chaincore::node
