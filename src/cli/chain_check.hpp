// SPDX-License-Identifier: MIT
// `chaincore chain check`: everything that a data directory holds, compared with what its blocks make. The main thread.
#pragma once

#include "cli/chain_store.hpp"
#include "cli/exit_code.hpp"

namespace chaincore::cli {

ExitCode chain_check(const ChainStoreOptions& options);

}  // namespace chaincore::cli
