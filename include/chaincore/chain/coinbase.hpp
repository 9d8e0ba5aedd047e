// SPDX-License-Identifier: MIT
// The transaction that pays a block's miner (docs/protocol.md, "Coinbase"). Any thread.
#pragma once

#include "chaincore/chain/transaction.hpp"

#include <cstdint>
#include <string>

namespace chaincore::chain {

// amount: the reward and the fees. timestamp: when the template is made, in seconds.
Transaction make_coinbase(std::uint64_t height, const std::string& recipient_address, Number amount, Number timestamp);

}  // namespace chaincore::chain
