// SPDX-License-Identifier: MIT
// The chain in a data directory that no node is using, opened for a command. The main thread.
#pragma once

#include "chaincore/node/data_directory.hpp"
#include "chaincore/storage/chain_database.hpp"
#include "cli/exit_code.hpp"

#include <cstdint>
#include <filesystem>
#include <string>

namespace chaincore::cli {

struct ChainStoreOptions {
    std::filesystem::path data_directory;  // empty: the network's default
    storage::WantedIdentity wanted;
    std::string file = "-";    // import: a /chain answer; export: where to
    std::uint64_t height = 0;  // rewind: of the block that becomes the tip
    bool json = false;
};

// A directory and its store, locked while this lives.
struct OpenedStore {
    node::DataDirectory directory;
    storage::ChainDatabase database;
    chain::NetworkParams params;
};

// The directory that is meant.
Result<std::filesystem::path, storage::OpenFault> directory_of(const ChainStoreOptions& options);

Result<OpenedStore, storage::OpenFault> open_store(const ChainStoreOptions& options, storage::OpenMode mode);

ExitCode complain_of(const storage::OpenFault& fault);

}  // namespace chaincore::cli
