// SPDX-License-Identifier: MIT
#include "chaincore/consensus/chain_work.hpp"

#include "chaincore/util/check.hpp"

#include <string_view>

namespace chaincore::consensus {

std::string to_hex(const ChainWork& work) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    for (const std::uint64_t half : {work.high, work.low})
        for (int shift = 60; shift >= 0; shift -= 4) text += kDigits[half >> shift & 0xf];
    return text;
}

ChainWork block_work(const chain::NetworkParams& params, const chain::BlockHeader& header) {
    if (params.network == chain::Network::classic) return {0, 1};
    const auto difficulty = header.target_difficulty.to_natural();
    CHAINCORE_CHECK(difficulty && *difficulty <= 15);
    return {0, std::uint64_t{1} << (4 * *difficulty)};
}

}  // namespace chaincore::consensus
