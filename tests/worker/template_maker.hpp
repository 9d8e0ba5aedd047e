// SPDX-License-Identifier: MIT
// Templates as nodes make them, at difficulty 1. Any thread.
#pragma once

#include "chaincore/chain/block.hpp"

#include <cstdint>
#include <string>

namespace chaincore::worker {

inline const std::string kPayee = "1KcYTrkDyyYgb1YMdhx4EY9MpAYDvRNhmV";

// amount: of the coinbase.
chain::Block make_template(std::uint64_t height, const std::string& parent, double amount = 50.0);

// What follows from the transactions.
void set_merkle_root(chain::Block& block);

// The answer to POST /mine_block.
std::string template_answer(const chain::Block& block);

}  // namespace chaincore::worker
