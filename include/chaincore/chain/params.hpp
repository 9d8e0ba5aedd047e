// SPDX-License-Identifier: MIT
// What distinguishes the two networks that the program can join (docs/rules.md, "Networks"). Any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace chaincore::chain {

enum class Network : std::uint8_t {
    classic,   // the seed document's and era A's
    mainline,  // era B's
};

// "classic", "mainline".
std::string_view network_name(Network network);
std::optional<Network> network_from_name(std::string_view name);

// Chosen once at start and handed to everything that depends on it.
struct NetworkParams {
    Network network = Network::classic;
    std::uint64_t difficulty = 5;  // classic: the constant; mainline: where its adjustment begins

    // The hash that block 0 must have, 64 digits; empty: any. Chosen by the operator.
    std::string pinned_genesis = {};

    // What a block at `height` may claim as its target_difficulty.
    std::uint64_t lowest_difficulty(std::uint64_t height) const;
    std::uint64_t highest_difficulty() const;

    // Does a hash of the miner dialect's text count as a block's hash?
    bool accepts_miner_dialect() const { return network == Network::mainline; }

    // Is block 0 a constant of the network?
    bool has_fixed_genesis() const { return network == Network::mainline; }
};

NetworkParams classic_params(std::uint64_t difficulty);
NetworkParams mainline_params();

inline constexpr std::uint64_t kDefaultClassicDifficulty = 5;
inline constexpr std::uint64_t kHighestClassicDifficulty = 64;  // all the digits that a hash has

}  // namespace chaincore::chain
