// SPDX-License-Identifier: MIT
// `chaincore chain info|export|import|check`: the chain in a data directory that no node is using. The main thread.
#pragma once

#include "chaincore/storage/chain_database.hpp"
#include "cli/exit_code.hpp"

#include <filesystem>
#include <string>

namespace chaincore::cli {

struct ChainStoreOptions {
    std::filesystem::path data_directory;  // empty: the network's default
    storage::WantedIdentity wanted;
    std::string file = "-";  // import: a /chain answer; export: where to
    bool json = false;
};

// What there is.
ExitCode chain_info(const ChainStoreOptions& options);

// The best chain as a /chain answer.
ExitCode chain_export(const ChainStoreOptions& options);

// Takes the blocks of a /chain answer as if they had been fetched from a peer; makes the directory where it is missing.
ExitCode chain_import(const ChainStoreOptions& options);

// Judges every block of the best chain again, from its stored text, and compares the coins with those that are stored.
ExitCode chain_check(const ChainStoreOptions& options);

}  // namespace chaincore::cli
