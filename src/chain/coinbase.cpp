// SPDX-License-Identifier: MIT
#include "chaincore/chain/coinbase.hpp"

#include "chaincore/chain/canonical_json.hpp"

namespace chaincore::chain {

Transaction make_coinbase(std::uint64_t height, const std::string& recipient_address, Number amount, Number timestamp) {
    TransactionInput input;
    input.tx_id = kZeroHash;
    input.output_index = Number{kCoinbaseOutputIndex};
    input.script_sig = "COINBASE_BLOCK_" + std::to_string(height);

    Transaction coinbase;
    coinbase.inputs = {std::move(input)};
    coinbase.outputs = {{amount, recipient_address, "PAY_TO_ADDRESS(" + recipient_address + ")"}};
    coinbase.timestamp = timestamp;
    coinbase.tx_id = transaction_id(coinbase).to_hex();
    return coinbase;
}

}  // namespace chaincore::chain
