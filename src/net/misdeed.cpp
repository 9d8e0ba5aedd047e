// SPDX-License-Identifier: MIT
#include "chaincore/net/misdeed.hpp"

// A new rule is to be thought about here, whatever the build's other warnings are.
#pragma GCC diagnostic error "-Wswitch"

namespace chaincore::net {

// Invalid work is what shows a lie of whoever sends it. Everything else may be the fault of somebody whose word an
// honest node took: the reference looks at little, and passes on what it has taken (docs/rules.md, "Whose fault").
Misdeed misdeed_of(chain::Rule rule) {
    using chain::Rule;
    switch (rule) {
        // The reference compares the zeros of a hash with the block's own difficulty, in every version.
        case Rule::proof_of_work:
        // It does not compute the hash of what it is sent. But whoever made that up did no work at all, and a chain
        // with such a block in it is nobody's to follow. The one false hash that honest clients make has a rule of its
        // own, miner_dialect.
        case Rule::block_hash: return Misdeed::invalid_work;

        // Its reader takes numbers, texts and depths that ours does not, and its answers may hold NaN.
        case Rule::invalid_json:
        case Rule::invalid_utf8:
        case Rule::invalid_number:
        case Rule::lone_surrogate:
        case Rule::nul_character:
        case Rule::duplicate_key:
        case Rule::too_deep:
        case Rule::missing_field:
        case Rule::wrong_type:
        // An answer that was cut off: a peer that ends, or its connection.
        case Rule::truncated_chain:

        // It has no limits for these, and does not look at them.
        case Rule::transaction_too_large:
        case Rule::input_count:
        case Rule::output_count:
        case Rule::version:
        case Rule::lock_time:
        case Rule::transaction_timestamp:
        case Rule::input_tx_id:
        case Rule::output_index:
        case Rule::script_length:
        case Rule::recipient_address:
        case Rule::payee_address:
        case Rule::block_too_large:
        case Rule::transaction_count:
        case Rule::nonce:
        // It takes ids, Merkle roots and amounts on trust, and lets any key spend any coin.
        case Rule::tx_id:
        case Rule::merkle_root:
        case Rule::merkle_duplicate:
        case Rule::wrong_owner:
        case Rule::amount:
        case Rule::overspent:
        case Rule::coinbase_value:
        case Rule::duplicate_input:
        case Rule::double_spend:
        case Rule::duplicate_tx_id:
        // Any number of coinbases may stand anywhere, and era B pools them.
        case Rule::unexpected_coinbase:
        case Rule::missing_coinbase:
        case Rule::second_coinbase:
        case Rule::coinbase_signature:
        // It does check signatures, but reads them with blanks between their digits, which ours does not.
        case Rule::signature:
        // A coin that its chain has and ours has not follows from all of these.
        case Rule::missing_input:
        // While it takes up another chain, its own may hold a block twice, or one that does not fit.
        case Rule::block_index:
        case Rule::previous_hash:
        // It knows no bounds of time. Ahead of our clock: whose is wrong?
        case Rule::timestamp_too_old:
        case Rule::timestamp_too_new:
        // Another network's, or our operator's choice.
        case Rule::difficulty:
        case Rule::genesis:
        case Rule::ruled_out:
        case Rule::miner_dialect: return Misdeed::none;
    }
    return Misdeed::none;
}

}  // namespace chaincore::net
