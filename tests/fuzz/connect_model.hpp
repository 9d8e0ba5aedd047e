// SPDX-License-Identifier: MIT
// The rules for a block that need the chain before it, a second time and slowly: written from docs/rules.md over plain
// maps and sums, so that connect_block can be judged by it. One thread.
#pragma once

#include "chaincore/chain/block.hpp"
#include "chaincore/chain/rejection.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace chaincore::fuzz {

struct ModelCoin {
    chain::Number amount;
    std::string owner;
    std::uint64_t height = 0;
};

// By the id and the place of the output that made it.
using ModelCoins = std::map<std::pair<std::string, std::uint64_t>, ModelCoin>;

// What is true of an input's signature.
struct SignatureFact {
    bool is_valid = false;
    std::optional<std::string> signer;  // the address of its key, where it has one
};

// By their places in the block, the coinbase included, and by input.
using SignatureFacts = std::vector<std::vector<SignatureFact>>;

// As far as the next block is judged by it.
struct ModelChain {
    ModelCoins coins;
    std::uint64_t height = 0;
    std::string tip_hash;
    std::vector<double> timestamps;  // of all blocks
};

struct ModelVerdict {
    std::set<chain::Rule> broken;  // by the first fault: any of them may be named; none: it is accepted
    double fees = 0;               // where it is
    ModelChain after;              // where it is
};

ModelVerdict judge_by_model(const chain::Block& block, const ModelChain& chain, const SignatureFacts& signatures);

}  // namespace chaincore::fuzz
