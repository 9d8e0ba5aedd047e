// SPDX-License-Identifier: MIT
// The next block, as it may be mined (docs/rules.md, "Mempool"). Pure functions. Any thread.
#pragma once

#include "chaincore/chain/block.hpp"
#include "chaincore/mempool/mempool.hpp"
#include "chaincore/util/clock.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace chaincore::mempool {

// What a template takes from the pool. The rest of a block's 4 MiB is for its header and its coinbase.
inline constexpr std::size_t kMaxTemplateTransactions = 1000;
inline constexpr std::size_t kMaxTemplateBytes = (std::size_t{4} << 20) - (std::size_t{16} << 10);

struct Template {
    chain::Block block;  // without nonce, hash and final timestamp
    double fees = 0;     // of its transactions, paid to the coinbase
};

// On top of the selection's tip, which must not be nullptr. target_difficulty: the tip's next_difficulty.
Template make_template(const Selection& selection, const std::string& miner_address, util::WallTime now);

// Block 0 of a network of its own: it pays its reward to "genesis", as every node of the reference does.
chain::Block make_genesis_template(std::uint64_t target_difficulty, util::WallTime now);

}  // namespace chaincore::mempool
