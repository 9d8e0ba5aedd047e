// SPDX-License-Identifier: MIT
#include "worker/template_maker.hpp"

#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/chain/coinbase.hpp"
#include "chaincore/chain/merkle.hpp"

#include <vector>

namespace chaincore::worker {

chain::Block make_template(std::uint64_t height, const std::string& parent, double amount) {
    const chain::Number timestamp{1'764'000'000.25};
    chain::Block block;
    block.header.height = chain::Number{height};
    block.header.previous_hash = parent;
    block.header.timestamp = timestamp;
    block.header.target_difficulty = chain::Number{1};
    block.transactions = {chain::make_coinbase(height, kPayee, chain::Number{amount}, timestamp)};
    set_merkle_root(block);
    return block;
}

void set_merkle_root(chain::Block& block) {
    std::vector<std::string> ids;
    for (const chain::Transaction& transaction : block.transactions) ids.push_back(transaction.tx_id);
    block.header.merkle_root = chain::merkle_root(std::move(ids)).root;
}

std::string template_answer(const chain::Block& block) {
    return R"({"block_template": )" + canonical_json(block) + R"(, "target_difficulty": 1})";
}

}  // namespace chaincore::worker
