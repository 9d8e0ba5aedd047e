// SPDX-License-Identifier: MIT
// `chaincore chain extend`: mines on top of a recorded chain and writes the longer one. The main thread.
#pragma once

#include "chaincore/chain/params.hpp"
#include "cli/exit_code.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace chaincore::cli {

struct ChainExtendOptions {
    std::string file;
    std::string address;  // who is paid
    std::uint32_t blocks = 1;
    chain::Network network = chain::Network::classic;
    std::optional<std::uint64_t> difficulty;  // of the new blocks
    std::string kernel;                       // empty: the best for this CPU
    std::string output = "-";                 // standard output
};

ExitCode chain_extend(const ChainExtendOptions& options);

}  // namespace chaincore::cli
