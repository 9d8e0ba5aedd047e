// SPDX-License-Identifier: MIT
// A block as it stands on the wire. What may stand in it is judged by consensus/check_block. Any thread.
#pragma once

#include "chaincore/chain/number.hpp"
#include "chaincore/chain/transaction.hpp"

#include <string>
#include <vector>

namespace chaincore::chain {

// The six values whose text is hashed (docs/protocol.md, "Block hash").
struct BlockHeader {
    Number height;  // `index` on the wire
    std::string previous_hash;
    std::string merkle_root;
    Number timestamp;  // seconds since the Unix epoch
    Number nonce;
    Number target_difficulty;  // how many zeros the hash must begin with

    bool operator==(const BlockHeader&) const = default;
};

struct Block {
    BlockHeader header;
    std::vector<Transaction> transactions;
    std::string hash;  // as claimed by the sender

    bool operator==(const Block&) const = default;
};

}  // namespace chaincore::chain
