// SPDX-License-Identifier: MIT
#include "models/block_maker.hpp"

#include "chaincore/chain/coinbase.hpp"
#include "support/test_chain.hpp"

namespace chaincore::models {
namespace {

using chain::Number;

constexpr double kReward = 50.0;
constexpr std::uint64_t kFirstOfItsOwn = 1000;  // the numbers below are those of coinbases that come again

}  // namespace

chain::Block BlockMaker::make(const PlainChain& chain, const std::vector<chain::Transaction>& payments,
                              std::uint32_t again) {
    ++made_;
    const std::uint64_t height = chain.length();
    chain::Block block;
    block.header.height = Number{height};
    block.header.previous_hash = height == 0 ? std::string(chain::kZeroHash) : chain.blocks().back()->hash;
    // Some milliseconds later than the others of that height.
    block.header.timestamp = Number{test::kFirstTimestamp + test::kBlockInterval * static_cast<double>(height) +
                                    0.001 * static_cast<double>(made_)};
    block.header.target_difficulty = Number{1};
    block.transactions.push_back(make_coinbase(chain.coins(), again));
    block.transactions.insert(block.transactions.end(), payments.begin(), payments.end());
    test::set_merkle_root(block);
    test::mine(block, 1);
    return block;
}

chain::Transaction BlockMaker::make_coinbase(const Coins& before, std::uint32_t again) const {
    const Number time{test::kFirstTimestamp};
    if (again > 0) {
        const auto coinbase = chain::make_coinbase(again, recipient_of(1), Number{kReward}, time);
        if (!is_id_in_use(coinbase, before)) return coinbase;
    }
    const auto owner = static_cast<std::uint8_t>(1 + made_ % 3);
    return chain::make_coinbase(kFirstOfItsOwn + made_, recipient_of(owner), Number{kReward}, time);
}

std::vector<chain::Transaction> make_payments(const std::vector<PlannedPayment>& planned, const Coins& before,
                                              Coins& left) {
    std::vector<chain::Transaction> payments;
    for (const PlannedPayment& each : planned) {
        const auto payment = make_payment(each, left);
        if (payment && !is_id_in_use(*payment, before)) payments.push_back(*payment);
    }
    return payments;
}

}  // namespace chaincore::models
