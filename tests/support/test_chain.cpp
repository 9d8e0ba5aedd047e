// SPDX-License-Identifier: MIT
#include "support/test_chain.hpp"

#include "chaincore/chain/amount.hpp"
#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/chain/coinbase.hpp"
#include "chaincore/chain/genesis.hpp"
#include "chaincore/chain/merkle.hpp"
#include "chaincore/crypto/address.hpp"
#include "chaincore/wallet/sign_transaction.hpp"
#include "support/verdict.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace chaincore::test {

using chain::Block;
using chain::Number;
using chain::Transaction;
using chain::TransactionInput;
using chain::TransactionOutput;

crypto::PrivateKey key_of(std::uint8_t owner) {
    std::array<std::uint8_t, 32> bytes{};
    bytes.back() = owner;
    return crypto::PrivateKey::from_bytes(bytes).value();
}

std::string address_of(std::uint8_t owner) { return make_address(key_of(owner).public_key()); }

TransactionInput spend(const Transaction& transaction, std::uint64_t output) {
    return {transaction.tx_id, Number{output}, {}, ""};
}

TransactionOutput pay(Number amount, std::uint8_t owner) { return {amount, address_of(owner), ""}; }
TransactionOutput pay(double amount, std::uint8_t owner) { return pay(Number{amount}, owner); }

Transaction make_payment(std::vector<TransactionInput> inputs, std::vector<TransactionOutput> outputs,
                         std::uint8_t owner) {
    Transaction payment;
    payment.inputs = std::move(inputs);
    payment.outputs = std::move(outputs);
    payment.timestamp = Number{kFirstTimestamp};
    wallet::sign_transaction(payment, key_of(owner));
    return payment;
}

void add_wide_outputs(Transaction& transaction, std::size_t size) {
    constexpr std::size_t kLeftForTheInput = 500;
    constexpr std::size_t kLongestScript = 1000;
    const TransactionOutput wide{Number{0.01}, address_of(2), std::string(kLongestScript, 'x')};
    transaction.inputs.at(0).script_sig.clear();
    transaction.outputs.push_back({Number{0.01}, address_of(2), ""});
    const std::size_t base = canonical_json(transaction).size();
    transaction.outputs.push_back(wide);
    const std::size_t per_output = canonical_json(transaction).size() - base;

    const std::size_t rest = size - base - kLeftForTheInput;
    const std::size_t narrow = transaction.outputs.size() - 2;
    transaction.outputs.resize(narrow + 1 + rest / per_output, wide);
    transaction.outputs[narrow].script_pubkey.assign(std::min(rest % per_output, kLongestScript), 'x');
}

void fill_input_script(Transaction& transaction, std::size_t size) {
    std::string& script = transaction.inputs.at(0).script_sig;
    script.clear();
    script.assign(size - canonical_json(transaction).size(), 'x');
}

Transaction make_payment_of_size(const TransactionInput& input, std::size_t size) {
    Transaction payment = make_payment({input}, {});
    add_wide_outputs(payment, size);
    wallet::sign_transaction(payment, key_of(kMiner));
    fill_input_script(payment, size);
    return payment;
}

void set_coinbase_id(Block& block) {
    Transaction& coinbase = block.transactions.at(0);
    coinbase.tx_id = transaction_id(coinbase).to_hex();
}

void set_merkle_root(Block& block) {
    std::vector<std::string> ids;
    for (const Transaction& transaction : block.transactions) ids.push_back(transaction.tx_id);
    block.header.merkle_root = chain::merkle_root(std::move(ids)).root;
}

void set_hash(Block& block) { block.hash = header_hash(block.header).to_hex(); }

void mine(Block& block, std::uint64_t zeros) {
    for (set_hash(block); block.hash.find_first_not_of('0') < zeros; set_hash(block))
        block.header.nonce = Number{block.header.nonce.to_natural().value() + 1};
}

void mine_by_timestamp(Block& block, std::uint64_t zeros) {
    for (set_hash(block); block.hash.find_first_not_of('0') < zeros; set_hash(block))
        block.header.timestamp = Number{block.header.timestamp.to_double() + 1};
}

void seal(Block& block) {
    set_coinbase_id(block);
    set_merkle_root(block);
    mine(block, block.header.target_difficulty.to_natural().value());
}

TestChain::TestChain(std::uint64_t length, const chain::NetworkParams& params) : params_(params), replay_(params) {
    if (length > 0 && params.has_fixed_genesis()) append(chain::mainline_genesis());
    while (replay_.length() < length) append(make_block());
}

Block TestChain::make_block(const std::vector<Transaction>& payments) const {
    const consensus::BlockContext context = replay_.next_context();
    Block block;
    block.header.height = Number{context.height};
    block.header.previous_hash = context.previous_hash;
    block.header.timestamp = Number{kFirstTimestamp + kBlockInterval * static_cast<double>(context.height)};
    block.header.target_difficulty = Number{params_.lowest_difficulty(context.height)};
    block.transactions = {
        chain::make_coinbase(context.height, address_of(kMiner), Number{chain::kBlockReward}, block.header.timestamp)};
    block.transactions.insert(block.transactions.end(), payments.begin(), payments.end());
    seal(block);
    return block;
}

std::optional<chain::Rule> TestChain::judge(const Block& block) const {
    consensus::ChainReplay copy = replay_;
    return refused_by(copy.append(block));
}

void TestChain::append(const Block& block) {
    if (const auto verdict = replay_.append(block); !verdict)
        throw std::logic_error("a test's chain refuses a block: " + verdict.error().message);
    blocks_.push_back(block);
}

}  // namespace chaincore::test
