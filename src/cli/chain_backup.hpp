// SPDX-License-Identifier: MIT
// `chaincore chain backup`: a copy of a data directory's chain, made by the node that uses it, or by the command where
// none does. The main thread.
#pragma once

#include "chaincore/net/endpoint.hpp"
#include "cli/chain_store.hpp"
#include "cli/exit_code.hpp"

namespace chaincore::cli {

// options.file: the new directory. node: where the node is asked, if one runs.
ExitCode chain_backup(const ChainStoreOptions& options, const net::Endpoint& node);

}  // namespace chaincore::cli
