// SPDX-License-Identifier: MIT
// `chaincore chain reindex`: what `chaincore node --reindex` does before it starts, without a node. The main thread.
#pragma once

#include "cli/chain_store.hpp"
#include "cli/exit_code.hpp"

namespace chaincore::cli {

ExitCode chain_reindex(const ChainStoreOptions& options);

}  // namespace chaincore::cli
