// SPDX-License-Identifier: MIT
#include "chaincore/consensus/chain_work.hpp"

#include "chaincore/util/check.hpp"

namespace chaincore::consensus {

ChainWork block_work(const chain::NetworkParams& params, const chain::BlockHeader& header) {
    if (params.network == chain::Network::classic) return {0, 1};
    const auto difficulty = header.target_difficulty.to_natural();
    CHAINCORE_CHECK(difficulty && *difficulty <= 15);
    return {0, std::uint64_t{1} << (4 * *difficulty)};
}

}  // namespace chaincore::consensus
