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

// Shows the file's blocks to `take`, which judges each, in turn. The result is what was wrong with the chain, nothing
// where all of it was taken; an Error means that the file could not be read. "-" is standard input. what: as in
// "verifying".
Result<std::optional<ChainFault>, Error> read_chain_file(
    const std::string& path, const std::string& what, const std::function<chain::Verdict(const chain::Block&)>& take);

// Connects the file's blocks to `replay`, and shows each of them to `on_block` then.
Result<std::optional<ChainFault>, Error> replay_file(const std::string& path, consensus::ChainReplay& replay,
                                                     const std::function<void(const chain::Block&)>& on_block);

}  // namespace chaincore::cli
