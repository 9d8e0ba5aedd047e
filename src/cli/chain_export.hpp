// SPDX-License-Identifier: MIT
// `chaincore chain export`: the best chain of a data directory as a /chain answer. The main thread.
#pragma once

#include "cli/chain_store.hpp"
#include "cli/exit_code.hpp"

namespace chaincore::cli {

ExitCode chain_export(const ChainStoreOptions& options);

}  // namespace chaincore::cli
