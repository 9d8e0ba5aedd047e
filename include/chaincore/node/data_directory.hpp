// SPDX-License-Identifier: MIT
// The directory in which a node keeps its things, locked by whoever uses it: a node or a command. One thread.
// A store that is rebuilt is made beside the old one (docs/storage.md, "Repair").
#pragma once

#include "chaincore/storage/chain_database.hpp"
#include "chaincore/util/file_lock.hpp"
#include "chaincore/util/result.hpp"

#include <filesystem>

namespace chaincore::node {

class DataDirectory {
public:
    // mode: OpenMode::create makes the directory (0700) where it is missing.
    static Result<DataDirectory, storage::OpenFault> open(const std::filesystem::path& path, storage::OpenMode mode);

    // Does another process use it?
    static Result<bool, Error> is_in_use(const std::filesystem::path& path);

    const std::filesystem::path& path() const { return path_; }
    std::filesystem::path store() const { return path_ / "chain"; }
    // The store that a rebuilding makes, until it is whole; then, until it is removed, the old one. Where it is there
    // at a start that was interrupted.
    std::filesystem::path new_store() const { return path_ / "chain.new"; }
    std::filesystem::path wallet_file() const { return path_ / "wallet.json"; }
    std::filesystem::path peers_file() const { return path_ / "peers.json"; }
    std::filesystem::path token_file() const { return path_ / "api_token"; }

    // The new store, which must be whole and closed, takes the place of the old one, which is removed.
    Result<void, Error> take_new_store() const;
    Result<void, Error> remove_new_store() const;

private:
    DataDirectory(std::filesystem::path path, util::FileLock lock) : path_(std::move(path)), lock_(std::move(lock)) {}

    std::filesystem::path path_;
    util::FileLock lock_;
};

}  // namespace chaincore::node
