// SPDX-License-Identifier: MIT
// What the transactions of a block did to which addresses: the entries of their histories. Any thread.
#pragma once

#include "chaincore/chain/block.hpp"
#include "chaincore/consensus/utxo_diff.hpp"
#include "chaincore/storage/records.hpp"

#include <string_view>
#include <vector>

namespace chaincore::state {

struct AddressEffect {
    std::string_view address;
    storage::HistoryEntry entry;
};

// diff: what connect_block made of this very block. One effect for each pair of a transaction and an address. The
// addresses are the block's and the diff's.
std::vector<AddressEffect> address_effects(const chain::Block& block, const consensus::UtxoDiff& diff,
                                           std::uint64_t height);

}  // namespace chaincore::state
