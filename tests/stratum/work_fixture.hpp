// SPDX-License-Identifier: MIT
// Works as a node makes them, and what a worker makes of their jobs.
#pragma once

#include "chaincore/chain/coinbase.hpp"
#include "chaincore/chain/merkle.hpp"
#include "chaincore/stratum/work.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace chaincore::test {

inline constexpr const char* kPayee = "1Jyvk4XMZcQfTiefmrcCqUNvYU2JCARZdJ";
inline constexpr const char* kOtherPayee = "1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMH";

inline chain::Transaction small_payment(std::uint64_t number) {
    return chain::make_coinbase(number, kOtherPayee, chain::Number{1}, chain::Number{1.5});
}

// On a parent whose hash is made of that digit, with so many payments.
inline std::shared_ptr<const stratum::Work> make_work(std::uint64_t generation, char parent, std::size_t payments = 0,
                                                      std::uint64_t zeros = 1) {
    chain::Block block;
    block.header.height = chain::Number{34};
    block.header.previous_hash = std::string(64, parent);
    block.header.timestamp = chain::Number{1795367986.5};
    block.header.target_difficulty = chain::Number{zeros};
    block.transactions = {chain::make_coinbase(34, "nobody", chain::Number{50.25}, chain::Number{1795367986.5})};
    for (std::uint64_t i = 0; i < payments; ++i) block.transactions.push_back(small_payment(i));
    std::vector<std::string> ids;
    for (const chain::Transaction& transaction : block.transactions) ids.push_back(transaction.tx_id);
    block.header.merkle_root = chain::merkle_root(std::move(ids)).root;
    return std::make_shared<const stratum::Work>(generation, std::make_shared<const chain::Block>(std::move(block)),
                                                 miner::SearchWindow{1795367986, 1, 999'999});
}

}  // namespace chaincore::test
