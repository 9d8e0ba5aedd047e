// SPDX-License-Identifier: MIT
#include "node/running_config.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace chaincore::node {
namespace {

std::vector<net::Endpoint> without(std::vector<net::Endpoint> list, const std::vector<net::Endpoint>& others) {
    std::erase_if(
        list, [&](const net::Endpoint& peer) { return std::find(others.begin(), others.end(), peer) != others.end(); });
    return list;
}

double seconds(std::chrono::milliseconds time) { return std::chrono::duration<double>(time).count(); }

}  // namespace

Result<bool, StartFault> RunningConfig::change(const NodeConfig& wanted) {
    Payee payee = payee_;
    if (is_miner_) {
        auto found = find_payee(wanted, directory_);
        if (!found) return fail(found.error());
        payee = *std::move(found);
    }
    const bool is_paid = change_payee(std::move(payee));
    const bool is_paced = change_interval(wanted.min_block_interval);
    const bool is_peered = change_peers(wanted.peers);
    return is_paid || is_paced || is_peered;
}

bool RunningConfig::change_payee(Payee payee) {
    std::swap(payee_, payee);
    if (payee_.address == payee.address) return false;
    mining_.set_payee(payee_.address);
    log_.info("blocks pay " + payee_.address + " from now on, no more " + payee.address +
              (payee_.wallet_file.empty() ? "" : "; the key is in " + payee_.wallet_file.string()));
    return true;
}

bool RunningConfig::change_interval(std::chrono::milliseconds interval) {
    const auto before = std::exchange(interval_, interval);
    if (before == interval) return false;
    mining_.set_min_block_interval(interval);
    log_.info(fmt::format("min-block-interval is {} s from now on, no more {} s", seconds(interval), seconds(before)));
    return true;
}

bool RunningConfig::change_peers(const std::vector<net::Endpoint>& wanted) {
    const auto before = std::exchange(peers_, wanted);
    const auto named = without(wanted, before);
    const auto taken_back = without(before, wanted);
    for (const net::Endpoint& peer : named) log_.info("peer configured: " + peer.url());
    for (const net::Endpoint& peer : taken_back) log_.info("peer no longer configured: " + peer.url());
    peering_.configure(named, taken_back);
    return !named.empty() || !taken_back.empty();
}

}  // namespace chaincore::node
