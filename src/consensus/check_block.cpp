// SPDX-License-Identifier: MIT
#include "chaincore/consensus/check_block.hpp"

#include "chaincore/chain/genesis.hpp"
#include "chaincore/chain/in_quotes.hpp"
#include "chaincore/chain/limits.hpp"
#include "chaincore/chain/merkle.hpp"
#include "chaincore/chain/proof_of_work.hpp"
#include "chaincore/consensus/check_transaction.hpp"

#include <set>
#include <string>

namespace chaincore::consensus {
namespace {

using chain::Block;
using chain::BlockHeader;
using chain::in_quotes;
using chain::NetworkParams;
using chain::reject;
using chain::Rule;
using chain::Transaction;
using chain::Verdict;

Verdict check_header_fields(const BlockHeader& header, const NetworkParams& params) {
    const auto height = header.height.to_natural();
    if (!height)
        return reject(Rule::block_index, "index: found " + header.height.text() + ", expected an integer from 0 on");
    if (!crypto::Hash256::from_hex(header.previous_hash))
        return reject(Rule::previous_hash, "previous_hash: found " + in_quotes(header.previous_hash) +
                                               ", expected 64 lower-case hex digits");
    const auto nonce = header.nonce.to_natural();
    if (!nonce || *nonce > chain::kMaxNonce)
        return reject(Rule::nonce, "nonce: found " + header.nonce.text() + ", expected an integer from 0 to " +
                                       std::to_string(chain::kMaxNonce));
    const auto difficulty = header.target_difficulty.to_natural();
    const std::uint64_t lowest = params.lowest_difficulty(*height);
    const std::uint64_t highest = params.highest_difficulty();
    if (!difficulty || *difficulty < lowest || *difficulty > highest)
        return reject(Rule::difficulty, "target_difficulty: found " + header.target_difficulty.text() +
                                            ", expected an integer from " + std::to_string(lowest) + " to " +
                                            std::to_string(highest));
    return {};
}

Verdict check_work(const BlockHeader& header, const std::string& hash, const NetworkParams& params) {
    const std::string expected = header_hash(header).to_hex();
    const bool is_canonical = hash == expected;
    const bool is_miners = !is_canonical && hash == miner_dialect_hash(header).to_hex();
    if (!is_canonical && !is_miners)
        return reject(Rule::block_hash, "hash: found " + in_quotes(hash) + ", expected " + in_quotes(expected));
    if (is_miners && !params.accepts_miner_dialect())
        return reject(Rule::miner_dialect,
                      "hash: found that of the miner dialect, expected the canonical text's, " + in_quotes(expected));
    const std::uint64_t zeros = *header.target_difficulty.to_natural();
    if (chain::has_work(hash, zeros)) return {};
    return reject(Rule::proof_of_work,
                  "hash: found \"" + hash + "\", expected at least " + std::to_string(zeros) + " zeros at its start");
}

Verdict at_transaction(std::size_t position, Verdict verdict) {
    if (!verdict) verdict.error().message = "transaction " + std::to_string(position) + ": " + verdict.error().message;
    return verdict;
}

Verdict check_transactions(const std::vector<Transaction>& transactions) {
    if (transactions.empty() || transactions.size() > chain::kMaxTransactionsInBlock)
        return reject(Rule::transaction_count, "found " + std::to_string(transactions.size()) +
                                                   " transactions, expected 1 to " +
                                                   std::to_string(chain::kMaxTransactionsInBlock));
    if (auto verdict = check_coinbase(transactions[0]); !verdict) return at_transaction(0, verdict);
    for (std::size_t i = 1; i < transactions.size(); ++i) {
        if (transactions[i].is_coinbase())
            return at_transaction(i, reject(Rule::second_coinbase, "found a second coinbase, expected one only"));
        if (auto verdict = check_transaction(transactions[i]); !verdict) return at_transaction(i, verdict);
    }
    return {};
}

Verdict check_merkle_root(const Block& block) {
    std::vector<std::string> ids;
    for (const Transaction& transaction : block.transactions) ids.push_back(transaction.tx_id);
    const chain::MerkleResult expected = chain::merkle_root(std::move(ids));
    if (block.header.merkle_root != expected.root)
        return reject(Rule::merkle_root, "merkle_root: found " + in_quotes(block.header.merkle_root) + ", expected " +
                                             in_quotes(expected.root));
    if (expected.has_equal_pair)
        return reject(Rule::merkle_duplicate,
                      "the end of the transaction list repeats itself, which leaves the Merkle root as it was");
    return {};
}

Verdict check_no_double_spend(const std::vector<Transaction>& transactions) {
    std::set<std::pair<std::string_view, std::uint64_t>> spent;
    for (std::size_t i = 1; i < transactions.size(); ++i)
        for (const auto& input : transactions[i].inputs)
            if (!spent.emplace(input.tx_id, *input.output_index.to_natural()).second)
                return at_transaction(
                    i, reject(Rule::double_spend, "output " + input.output_index.text() + " of " + input.tx_id +
                                                      " is spent by an earlier one, too"));
    return {};
}

Verdict check_size(std::size_t size) {
    if (size <= chain::kMaxBlockBytes) return {};
    return reject(Rule::block_too_large, "found " + std::to_string(size) + " bytes as canonical JSON, expected " +
                                             std::to_string(chain::kMaxBlockBytes) + " at most");
}

Verdict is_no_genesis(const std::string& expected) {
    return reject(Rule::genesis, "block 0 is not the genesis of this network, whose hash is " + expected);
}

// Every node of the reference writes another time into the transaction; all else is a constant.
Verdict check_fixed_genesis(Block block) {
    const Block expected = chain::mainline_genesis();
    if (block.transactions.size() == 1 && block.transactions[0].timestamp.to_double() > 0)
        block.transactions[0].timestamp = expected.transactions[0].timestamp;
    if (block == expected) return {};
    return is_no_genesis(expected.hash);
}

Verdict check_pinned_genesis(const BlockHeader& header, const std::string& hash, const NetworkParams& params) {
    if (params.pinned_genesis.empty() || header.height != chain::Number{0}) return {};
    if (hash == params.pinned_genesis) return {};
    return reject(Rule::genesis, "block 0: found " + in_quotes(hash) + ", expected the pinned genesis, " +
                                     in_quotes(params.pinned_genesis));
}

Verdict check_made_header(const BlockHeader& header, const std::string& hash, const NetworkParams& params) {
    if (auto verdict = check_header_fields(header, params); !verdict) return verdict;
    if (auto verdict = check_work(header, hash, params); !verdict) return verdict;
    return check_pinned_genesis(header, hash, params);
}

bool is_fixed_genesis(const BlockHeader& header, const NetworkParams& params) {
    return params.has_fixed_genesis() && header.height == chain::Number{0};
}

// size: of its canonical JSON, which is asked for last.
template <class Size>
Verdict check_content(const Block& block, const NetworkParams& params, const Size& size) {
    if (is_fixed_genesis(block.header, params)) return check_fixed_genesis(block);
    if (auto verdict = check_made_header(block.header, block.hash, params); !verdict) return verdict;
    if (auto verdict = check_transactions(block.transactions); !verdict) return verdict;
    if (auto verdict = check_merkle_root(block); !verdict) return verdict;
    if (auto verdict = check_no_double_spend(block.transactions); !verdict) return verdict;
    return check_size(size());
}

}  // namespace

Verdict check_header(const BlockHeader& header, const std::string& hash, const NetworkParams& params) {
    if (!is_fixed_genesis(header, params)) return check_made_header(header, hash, params);
    const Block expected = chain::mainline_genesis();
    if (header == expected.header && hash == expected.hash) return {};
    return is_no_genesis(expected.hash);
}

Verdict check_block(const Block& block, const NetworkParams& params) {
    return check_content(block, params, [&] { return canonical_json(block).size(); });
}

Verdict check_block(const chain::WrittenBlock& written, const NetworkParams& params) {
    return check_content(written.block, params, [&] { return written.text.size(); });
}

Verdict check_not_ahead(const BlockHeader& header, util::WallTime now) {
    const std::chrono::duration<double> limit = now.time_since_epoch() + chain::kMaxAheadOfClock;
    if (header.timestamp.to_double() <= limit.count()) return {};
    return reject(Rule::timestamp_too_new, "timestamp: found " + header.timestamp.text() + ", expected at most " +
                                               chain::Number{limit.count()}.text() + ", two hours ahead of our clock");
}

}  // namespace chaincore::consensus
