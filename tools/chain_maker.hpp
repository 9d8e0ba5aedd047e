// SPDX-License-Identifier: MIT
// Valid chains of any length and mix of transactions, for benches and tests. The same recipe gives the same bytes on
// every machine. One thread.
#pragma once

#include "chaincore/chain/block.hpp"
#include "chaincore/crypto/signature.hpp"

#include <cstdint>
#include <deque>
#include <random>
#include <string>
#include <unordered_map>
#include <vector>

namespace chaincore::tools {

struct ChainRecipe {
    std::uint64_t seed = 1;
    std::uint32_t transactions = 3;  // of each block, its coinbase apart, once there are coins enough
    std::uint32_t inputs = 1;        // of each of these
    std::uint32_t outputs = 2;
    std::uint32_t wallets = 64;    // who pay each other
    std::uint64_t difficulty = 1;  // of a classic network, 1 or a few more: it is searched on one thread
};

class ChainMaker {
public:
    explicit ChainMaker(const ChainRecipe& recipe);

    // From block 0 on, ten seconds apart, the first one from 2023.
    chain::Block next();

private:
    struct Coin {
        std::string tx_id;
        std::uint64_t output_index;
        double amount;
    };
    struct Owner {
        crypto::PrivateKey key;
        std::string address;
        std::deque<Coin> coins;  // unspent, made by earlier blocks, the oldest first
    };

    static std::vector<Owner> make_owners(const ChainRecipe& recipe);
    Owner* find_payer();
    chain::Transaction make_payment(Owner& payer);
    double timestamp();
    void credit(const chain::Transaction& transaction);
    void mine(chain::Block& block);

    const ChainRecipe recipe_;
    std::mt19937_64 random_;
    std::vector<Owner> owners_;
    std::unordered_map<std::string, std::size_t> by_address_;  // which owner
    std::size_t next_payer_ = 0;
    std::uint64_t height_ = 0;
    std::string previous_hash_;
};

}  // namespace chaincore::tools
