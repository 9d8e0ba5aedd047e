// SPDX-License-Identifier: MIT
// Valid blocks behind a plain chain, no two of them the same, mined by the owners in turn. One thread.
#pragma once

#include "chaincore/chain/block.hpp"
#include "models/plain_chain.hpp"
#include "models/random_payments.hpp"

#include <cstdint>
#include <vector>

namespace chaincore::models {

class BlockMaker {
public:
    // payments: valid behind that chain. again: from 1 on, its coinbase is one that may stand in other blocks, too,
    // where those coins are spent.
    chain::Block make(const PlainChain& chain, const std::vector<chain::Transaction>& payments,
                      std::uint32_t again = 0);

private:
    chain::Transaction make_coinbase(const Coins& before, std::uint32_t again) const;

    std::uint64_t made_ = 0;
};

// Those of the payments that a block behind these coins may hold. left: what can be spent, less what they spend.
std::vector<chain::Transaction> make_payments(const std::vector<PlannedPayment>& planned, const Coins& before,
                                              Coins& left);

}  // namespace chaincore::models
