// SPDX-License-Identifier: MIT
// `chaincore chain rewind`: takes the chain of a data directory back to a height. The main thread.
#pragma once

#include "cli/chain_store.hpp"
#include "cli/exit_code.hpp"

namespace chaincore::cli {

ExitCode chain_rewind(const ChainStoreOptions& options);

}  // namespace chaincore::cli
