// SPDX-License-Identifier: MIT
#include "worker/work.hpp"

#include <algorithm>

namespace chaincore::worker {
namespace {

// What a template may cost a find that waits; mostly it comes within milliseconds.
constexpr std::chrono::seconds kTimeForATemplate{1};

double value_of_coinbase(const chain::Block& block) {
    double value = 0;
    for (const chain::TransactionOutput& output : block.transactions[0].outputs) value += output.amount.to_double();
    return value;
}

}  // namespace

// While a find waits for its time, a better paid one may replace it; it never waits for a template.
Work::Time Work::next_template(Time find_due) const {
    if (!found) return std::min(next_offer, replaced_at);
    return next_offer + kTimeForATemplate <= find_due ? next_offer : Time::max();
}

Work::Time Work::next_task(Time find_due) const {
    const Time next = std::min({next_look, next_job, next_template(find_due)});
    return found ? std::min(next, find_due) : next;
}

void Work::drop_find() {
    found.reset();
    is_told = false;
    is_last_try = false;
}

bool are_at_the_same_place(const chain::Block& one, const chain::Block& other) {
    return one.header.previous_hash == other.header.previous_hash && one.header.height == other.header.height &&
           one.header.target_difficulty == other.header.target_difficulty;
}

// Payments without a fee go into the block, too.
bool pays_more(const chain::Block& one, const chain::Block& other) {
    return value_of_coinbase(one) > value_of_coinbase(other) || one.transactions.size() > other.transactions.size();
}

}  // namespace chaincore::worker
