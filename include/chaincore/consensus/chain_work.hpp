// SPDX-License-Identifier: MIT
// What fork choice adds up (docs/rules.md, "Networks"): blocks on a classic network, work on mainline. Any thread.
#pragma once

#include "chaincore/chain/block.hpp"
#include "chaincore/chain/params.hpp"

#include <compare>
#include <cstdint>
#include <string>

namespace chaincore::consensus {

// A number of 128 bits: 2^64 blocks of mainline's highest difficulty fit in.
struct ChainWork {
    std::uint64_t high = 0;
    std::uint64_t low = 0;

    auto operator<=>(const ChainWork&) const = default;
};

constexpr ChainWork operator+(const ChainWork& a, const ChainWork& b) {
    const std::uint64_t low = a.low + b.low;
    return {a.high + b.high + (low < a.low ? 1 : 0), low};
}

// 32 hex digits: as texts they compare as the numbers do.
std::string to_hex(const ChainWork& work);

// Classic: 1, the longest chain wins. Mainline: 16^d for a block of difficulty d, since a hex digit is a factor of 16.
// The header must have passed check_block.
ChainWork block_work(const chain::NetworkParams& params, const chain::BlockHeader& header);

}  // namespace chaincore::consensus
