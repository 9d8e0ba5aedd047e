// SPDX-License-Identifier: MIT
// A transaction from a stranger: what is read survives its canonical form, and judging it does not crash.
#include "chaincore/chain/block_reader.hpp"
#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/chain/json_reader.hpp"
#include "chaincore/consensus/check_transaction.hpp"
#include "fuzz/require.hpp"

using namespace chaincore;
using fuzz::require;

namespace {

bool is_canonical(const std::string& text) {
    const auto value = chain::parse_json(text);
    return value && canonical_json(*value) == text;
}

void judge(const chain::Transaction& transaction) {
    const bool valid = consensus::check_transaction(transaction).has_value();
    const bool valid_coinbase = consensus::check_coinbase(transaction).has_value();
    static_cast<void>(consensus::check_payees(transaction));
    require(!(valid && valid_coinbase), "nothing is a coinbase and something else");
    if (valid || valid_coinbase)
        require(transaction.tx_id == transaction_id(transaction).to_hex(), "an id is never taken on trust");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static chain::BlockReader reader;
    const std::string_view text = fuzz::as_text(data, size);
    const auto transaction = reader.read_transaction(text);
    const auto unsigned_transaction = reader.read_unsigned_transaction(text);
    if (unsigned_transaction) judge(*unsigned_transaction);
    if (!transaction) return 0;
    require(unsigned_transaction && *unsigned_transaction == *transaction, "a signed transaction is read the same");

    const std::string canonical = canonical_json(*transaction);
    require(is_canonical(canonical), "the whole transaction is written in canonical JSON");
    require(is_canonical(transaction_preimage(*transaction)), "what is hashed is canonical JSON");
    const auto again = reader.read_transaction(canonical);
    require(again && *again == *transaction, "the canonical form is read as the same transaction");
    require(transaction_id(*again) == transaction_id(*transaction), "the id is stable");
    return 0;
}
