// SPDX-License-Identifier: MIT
// `chaincore chain info`: what chain is in a data directory. The main thread.
#pragma once

#include "cli/chain_store.hpp"
#include "cli/exit_code.hpp"

#include <cstdint>
#include <string>

namespace chaincore::cli {

struct ChainSummary {
    std::string network;
    std::uint64_t difficulty = 0;
    std::uint64_t length = 0;
    std::uint64_t bytes = 0;
    std::string tip;
    std::uint64_t coins = 0;
    std::string digest;
};

Result<ChainSummary, Error> summarize(const OpenedStore& store);

// What `chain info` says, and other commands when they are done.
ExitCode print_summary(const OpenedStore& store, bool as_json);

ExitCode chain_info(const ChainStoreOptions& options);

}  // namespace chaincore::cli
