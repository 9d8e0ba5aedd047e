// SPDX-License-Identifier: MIT
// The quick reader of blocks in the form in which nodes store them: what it takes is what the strict reader reads, and
// it takes every such block that the strict reader reads and that has nothing escaped.
#include "chain/stored_block_reader.hpp"
#include "chaincore/chain/block_reader.hpp"
#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/chain/limits.hpp"
#include "fuzz/require.hpp"

#include <algorithm>
#include <optional>
#include <string>

using namespace chaincore;
using chain::Block;
using chain::Number;
using fuzz::require;

namespace {

// Nothing where it leaves the text to others.
std::optional<Block> read(chain::StoredBlockReader& reader, std::string_view text) {
    const std::string padded = std::string(text) + std::string(simdjson::SIMDJSON_PADDING, ' ');
    Block block;
    if (!reader.read(std::string_view(padded).substr(0, text.size()), block)) return std::nullopt;
    return block;
}

// An integer of up to 19 digits, or a double written without an exponent; no sign.
bool is_plain(const Number& number) {
    return number.text().find_first_of("-e") == std::string::npos && number.text().size() <= 19;
}

bool has_usual_signature(const chain::InputSignature& signature) {
    return signature.is_empty() || (signature.signature && signature.public_key && signature.message_hash);
}

bool is_usual(const chain::Transaction& transaction) {
    return transaction.inputs.size() <= chain::kMaxInputs && transaction.outputs.size() <= chain::kMaxOutputs &&
           is_plain(transaction.version) && is_plain(transaction.lock_time) && is_plain(transaction.timestamp) &&
           std::all_of(transaction.inputs.begin(), transaction.inputs.end(),
                       [](const auto& input) {
                           return is_plain(input.output_index) && has_usual_signature(input.signature);
                       }) &&
           std::all_of(transaction.outputs.begin(), transaction.outputs.end(),
                       [](const auto& output) { return is_plain(output.amount); });
}

bool is_usual(const Block& block) {
    const auto& header = block.header;
    return block.transactions.size() <= chain::kMaxTransactionsInBlock && is_plain(header.height) &&
           is_plain(header.nonce) && is_plain(header.target_difficulty) && is_plain(header.timestamp) &&
           std::all_of(block.transactions.begin(), block.transactions.end(),
                       [](const auto& transaction) { return is_usual(transaction); });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static chain::BlockReader strict;
    static chain::StoredBlockReader stored;
    const std::string_view text = fuzz::as_text(data, size);
    const auto expected = strict.read_block(text);
    if (const auto found = read(stored, text))
        require(expected && *found == *expected, "what the quick reader takes the strict one reads as the same block");
    if (!expected) return 0;
    const std::string canonical = canonical_json(*expected);
    const auto again = read(stored, canonical);
    require(!again || *again == *expected, "the stored form of a block is that block");
    if (canonical.find('\\') == std::string::npos && is_usual(*expected))
        require(again.has_value(), "the quick reader takes what a node stores");
    return 0;
}
