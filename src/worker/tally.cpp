// SPDX-License-Identifier: MIT
#include "worker/tally.hpp"

#include "chaincore/miner/rate_text.hpp"
#include "chaincore/util/counted.hpp"

#include <fmt/core.h>

namespace chaincore::worker {
namespace {

std::string with_payments(std::size_t count) {
    if (count == 0) return "";
    return ", " + util::counted(count, "payment");
}

}  // namespace

void Tally::found(const chain::Block& block) {
    log_.info(fmt::format("block {} found: {}{}", block.header.height.text(), block.hash,
                          with_payments(block.transactions.size() - 1)));
}

void Tally::accepted(const chain::Block& block, const std::string& url) {
    ++accepted_;
    log_.info(fmt::format("block {} accepted by {}", block.header.height.text(), url));
}

void Tally::stale(const chain::Block& block) {
    ++stale_;
    log_.info(fmt::format("block {} was found too late: another one was first", block.header.height.text()));
}

void Tally::refused(const chain::Block& block, const std::string& url, const std::string& words) {
    ++refused_;
    log_.error(fmt::format("block {} is refused by {}: {}", block.header.height.text(), url, words));
}

void Tally::report(const miner::DeviceMeters& rates) {
    log_.info(fmt::format("{}; so far {} accepted, {} too late, {} refused", rates_text(rates.total(), rates.devices()),
                          util::counted(accepted_, "block"), stale_, refused_));
}

}  // namespace chaincore::worker
