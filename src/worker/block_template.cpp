// SPDX-License-Identifier: MIT
#include "worker/block_template.hpp"

#include "chaincore/chain/block_reader.hpp"
#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/chain/in_quotes.hpp"
#include "chaincore/chain/merkle.hpp"
#include "chaincore/chain/params.hpp"
#include "chaincore/crypto/hash256.hpp"

#include <utility>
#include <vector>

namespace chaincore::worker {
namespace {

using chain::Block;
using chain::in_quotes;
using Judgement = Result<void, Error>;

auto expected(const std::string& member, const std::string& found, const std::string& wanted) {
    return fail(Error{"the template makes no sense: " + member + ": found " + found + ", expected " + wanted});
}

// What PreimageLayout demands of a header, and that there is a parent.
Judgement check_header(const chain::BlockHeader& header) {
    if (header.height.to_natural().value_or(0) == 0)
        return expected("index", header.height.text(), "an integer from 1 on");
    if (!crypto::Hash256::from_hex(header.previous_hash))
        return expected("previous_hash", in_quotes(header.previous_hash), "64 lower-case hex digits");
    const std::uint64_t difficulty = header.target_difficulty.to_natural().value_or(0);
    if (difficulty < 1 || difficulty > chain::kHighestClassicDifficulty)
        return expected("target_difficulty", header.target_difficulty.text(),
                        "an integer from 1 to " + std::to_string(chain::kHighestClassicDifficulty));
    return {};
}

// Nobody else is worked for.
Judgement check_payee(const Block& block, const std::string& payee) {
    if (block.transactions.empty() || !block.transactions[0].is_coinbase())
        return expected("transactions[0]", block.transactions.empty() ? "none" : "no coinbase", "the coinbase");
    const std::vector<chain::TransactionOutput>& outputs = block.transactions[0].outputs;
    if (outputs.empty()) return expected("transactions[0].outputs", "none", "one that pays " + in_quotes(payee));
    for (const chain::TransactionOutput& output : outputs)
        if (output.recipient_address != payee)
            return expected("transactions[0].outputs", "one that pays " + in_quotes(output.recipient_address),
                            in_quotes(payee) + ", whom this is mined for");
    return {};
}

// The header commits to ids only: what is shown beside a wrong one is not what the block says.
Judgement check_ids(const Block& block) {
    for (std::size_t i = 0; i < block.transactions.size(); ++i) {
        const std::string id = chain::transaction_id(block.transactions[i]).to_hex();
        if (block.transactions[i].tx_id != id)
            return expected("transactions[" + std::to_string(i) + "].tx_id", in_quotes(block.transactions[i].tx_id),
                            in_quotes(id) + ", as the transaction says");
    }
    return {};
}

Judgement check_merkle_root(const Block& block) {
    std::vector<std::string> ids;
    for (const chain::Transaction& transaction : block.transactions) ids.push_back(transaction.tx_id);
    const std::string root = chain::merkle_root(std::move(ids)).root;
    if (block.header.merkle_root == root) return {};
    return expected("merkle_root", in_quotes(block.header.merkle_root), in_quotes(root) + ", as its transactions say");
}

}  // namespace

Result<Block, Error> read_block_template(std::string_view answer, const std::string& payee) {
    auto block = chain::BlockReader().read_template(answer);
    if (!block) return fail(Error{"the template cannot be read: " + block.error().message});
    if (auto judged = check_header(block->header); !judged) return fail(judged.error());
    if (auto judged = check_payee(*block, payee); !judged) return fail(judged.error());
    if (auto judged = check_ids(*block); !judged) return fail(judged.error());
    if (auto judged = check_merkle_root(*block); !judged) return fail(judged.error());
    return *std::move(block);
}

}  // namespace chaincore::worker
