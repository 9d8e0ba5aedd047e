// SPDX-License-Identifier: MIT
// What a block on top of another one must build on, and what the index keeps of it. The blocks must have passed
// check_block. Any thread.
#pragma once

#include "chaincore/chain/params.hpp"
#include "chaincore/chain/written_block.hpp"
#include "chaincore/consensus/connect_block.hpp"
#include "chaincore/state/block_index.hpp"
#include "chaincore/storage/records.hpp"

#include <string>

namespace chaincore::state {

// parent: nullptr for block 0.
consensus::BlockContext context_after(const IndexedBlock* parent);

// All of it, but for when it came: order and received_at.
storage::BlockRecord record_of(const chain::WrittenBlock& written, const IndexedBlock* parent,
                               const chain::NetworkParams& params);

// Of all that is stored of a block, signatures included.
crypto::Hash256 text_digest(const chain::WrittenBlock& written);

// Values that check_block has let through.
crypto::Hash256 to_hash(const std::string& text);
std::uint64_t to_natural(const chain::Number& number);

}  // namespace chaincore::state
