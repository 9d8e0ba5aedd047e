// SPDX-License-Identifier: MIT
// `chaincore chain import`: takes the blocks of a /chain answer as if they had been fetched; makes the directory where
// it is missing. The main thread.
#pragma once

#include "cli/chain_store.hpp"
#include "cli/exit_code.hpp"

namespace chaincore::cli {

ExitCode chain_import(const ChainStoreOptions& options);

}  // namespace chaincore::cli
