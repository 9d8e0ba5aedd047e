// SPDX-License-Identifier: MIT
#include "node/mined_tally.hpp"

#include "chaincore/util/counted.hpp"

#include <fmt/core.h>

#include <variant>

namespace chaincore::node {
namespace {

std::string with_payments(std::size_t count) {
    if (count == 0) return "";
    return ", " + util::counted(count, "payment");
}

std::string by_worker(const std::string& worker) { return worker.empty() ? "" : " by worker " + worker; }

}  // namespace

void MinedTally::note(const state::Outcome& outcome, const chain::Block& block, const std::string& worker) {
    count(outcome);
    const std::string height = block.header.height.text();
    if (std::holds_alternative<state::Accepted>(outcome))
        log_.info(fmt::format("block {} found{}: {}{}", height, by_worker(worker), block.hash,
                              with_payments(block.transactions.size() - 1)));
    else if (std::holds_alternative<state::Stale>(outcome))
        log_.info("block " + height + " was found too late: another one was first");
    else if (const auto* rejection = std::get_if<chain::Rejection>(&outcome))
        log_.error("our own block is refused by the rule " + std::string(rule_name(rejection->rule)) + ": " +
                   rejection->message);
}

MinedBlocks MinedTally::blocks() const {
    const std::lock_guard lock(mutex_);
    return blocks_;
}

void MinedTally::count(const state::Outcome& outcome) {
    const std::lock_guard lock(mutex_);
    if (std::holds_alternative<state::Accepted>(outcome)) ++blocks_.accepted;
    if (std::holds_alternative<state::Stale>(outcome)) ++blocks_.stale;
    if (std::holds_alternative<chain::Rejection>(outcome)) ++blocks_.refused;
}

}  // namespace chaincore::node
