// SPDX-License-Identifier: MIT
#include "chaincore/chain/params.hpp"

#include "chaincore/chain/difficulty.hpp"

#include <algorithm>

namespace chaincore::chain {

std::string_view network_name(Network network) { return network == Network::mainline ? "mainline" : "classic"; }

std::optional<Network> network_from_name(std::string_view name) {
    for (const Network network : {Network::classic, Network::mainline})
        if (name == network_name(network)) return network;
    return std::nullopt;
}

std::uint64_t NetworkParams::lowest_difficulty(std::uint64_t height) const {
    if (network == Network::mainline) return kLowestMainlineDifficulty;
    // A node of era A mines its genesis at 5 whatever its network does later.
    return height == 0 ? std::min(kDefaultClassicDifficulty, difficulty) : difficulty;
}

std::uint64_t NetworkParams::highest_difficulty() const {
    return network == Network::mainline ? kHighestMainlineDifficulty : kHighestClassicDifficulty;
}

NetworkParams classic_params(std::uint64_t difficulty) { return {Network::classic, difficulty, {}}; }

NetworkParams mainline_params() { return {Network::mainline, kFirstMainlineDifficulty, {}}; }

}  // namespace chaincore::chain
