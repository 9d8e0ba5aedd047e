// SPDX-License-Identifier: MIT
#include "worker/work.hpp"

namespace chaincore::worker {
namespace {

double value_of_coinbase(const chain::Block& block) {
    double value = 0;
    for (const chain::TransactionOutput& output : block.transactions[0].outputs) value += output.amount.to_double();
    return value;
}

}  // namespace

bool are_at_the_same_place(const chain::Block& one, const chain::Block& other) {
    return one.header.previous_hash == other.header.previous_hash && one.header.height == other.header.height &&
           one.header.target_difficulty == other.header.target_difficulty;
}

// Payments without a fee go into the block, too.
bool pays_more(const chain::Block& one, const chain::Block& other) {
    return value_of_coinbase(one) > value_of_coinbase(other) || one.transactions.size() > other.transactions.size();
}

}  // namespace chaincore::worker
