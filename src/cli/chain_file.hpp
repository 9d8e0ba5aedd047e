// SPDX-License-Identifier: MIT
// A recorded /chain answer, read through the code that reads a peer's and connected to a chain in memory. One thread.
#pragma once

#include "chaincore/chain/block.hpp"
#include "chaincore/chain/rejection.hpp"
#include "chaincore/consensus/chain_replay.hpp"
#include "chaincore/util/result.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace chaincore::cli {

// Why a chain was refused, and at which height.
struct ChainFault {
    chain::Rejection rejection;
    std::uint64_t height;
};

// Connects the file's blocks to `replay` and shows each of them to `on_block`. The result is what was wrong with the
// chain, nothing where it is valid; an Error means that the file could not be read. "-" is standard input.
Result<std::optional<ChainFault>, Error> replay_file(const std::string& path, consensus::ChainReplay& replay,
                                                     const std::function<void(const chain::Block&)>& on_block);

}  // namespace chaincore::cli
