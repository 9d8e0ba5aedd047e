// SPDX-License-Identifier: MIT
#include "chain_maker.hpp"

#include "chaincore/chain/amount.hpp"
#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/chain/coinbase.hpp"
#include "chaincore/chain/merkle.hpp"
#include "chaincore/chain/proof_of_work.hpp"
#include "chaincore/crypto/address.hpp"
#include "chaincore/crypto/sha256.hpp"
#include "chaincore/util/check.hpp"
#include "chaincore/wallet/sign_transaction.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace chaincore::tools {
namespace {

using chain::Number;

constexpr double kFirstTimestamp = 1'700'000'000;
constexpr double kBlockSeconds = 10;
constexpr std::uint64_t kLowestNonce = 1'000'000'000'000'000'000;  // of 19 digits, as miners have it
constexpr double kSmallestUnit = 1e-8;
// An output is worth that much at least; coins that cannot pay it are left alone.
constexpr double kLeastOutput = 1e-6;

crypto::PrivateKey make_key(std::uint64_t seed, std::size_t number) {
    const auto bytes = crypto::sha256("wallet " + std::to_string(number) + " of seed " + std::to_string(seed)).bytes;
    const auto key = crypto::PrivateKey::from_bytes(bytes);
    CHAINCORE_CHECK(key);
    return *key;
}

double round_down(double amount) { return std::floor(amount / kSmallestUnit) * kSmallestUnit; }

}  // namespace

ChainMaker::ChainMaker(const ChainRecipe& recipe)
    : recipe_(recipe), random_(recipe.seed), owners_(make_owners(recipe)), previous_hash_(chain::kZeroHash) {
    for (const Owner& owner : owners_) by_address_.emplace(owner.address, by_address_.size());
}

std::vector<ChainMaker::Owner> ChainMaker::make_owners(const ChainRecipe& recipe) {
    CHAINCORE_CHECK(recipe.wallets > 0 && recipe.inputs > 0 && recipe.outputs > 0);
    std::vector<Owner> owners;
    for (std::size_t i = 0; i < recipe.wallets; ++i) {
        const crypto::PrivateKey key = make_key(recipe.seed, i);
        owners.push_back({key, make_address(key.public_key()), {}});
    }
    return owners;
}

chain::Block ChainMaker::next() {
    std::vector<chain::Transaction> payments;
    while (payments.size() < recipe_.transactions) {
        Owner* payer = find_payer();
        if (payer == nullptr) break;
        payments.push_back(make_payment(*payer));
    }
    chain::Block block;
    const std::string& miner = owners_[height_ % owners_.size()].address;
    block.transactions = {chain::make_coinbase(height_, miner, Number{chain::kBlockReward}, Number{timestamp()})};
    std::move(payments.begin(), payments.end(), std::back_inserter(block.transactions));
    mine(block);
    // What a block makes, only later ones may spend.
    for (const chain::Transaction& transaction : block.transactions) credit(transaction);
    ++height_;
    previous_hash_ = block.hash;
    return block;
}

// In turn; nullptr: nobody has coins enough.
ChainMaker::Owner* ChainMaker::find_payer() {
    for (std::size_t tried = 0; tried < owners_.size(); ++tried) {
        Owner& owner = owners_[next_payer_++ % owners_.size()];
        while (!owner.coins.empty() && owner.coins.front().amount < kLeastOutput * recipe_.outputs)
            owner.coins.pop_front();
        if (owner.coins.size() >= recipe_.inputs) return &owner;
    }
    return nullptr;
}

chain::Transaction ChainMaker::make_payment(Owner& payer) {
    chain::Transaction payment;
    payment.timestamp = Number{timestamp()};
    double sum = 0;
    for (std::uint32_t i = 0; i < recipe_.inputs; ++i) {
        const Coin coin = std::move(payer.coins.front());
        payer.coins.pop_front();
        payment.inputs.push_back({coin.tx_id, Number{coin.output_index}, {}, ""});
        sum += coin.amount;
    }
    for (std::uint32_t i = 0; i < recipe_.outputs; ++i) {
        const std::string& recipient = owners_[random_() % owners_.size()].address;
        payment.outputs.push_back(
            {Number{round_down(sum / recipe_.outputs)}, recipient, "PAY_TO_ADDRESS(" + recipient + ")"});
    }
    wallet::sign_transaction(payment, payer.key);
    return payment;
}

// Of the block that is being made: a microsecond of its second.
double ChainMaker::timestamp() {
    const double second = kFirstTimestamp + kBlockSeconds * static_cast<double>(height_);
    return second + static_cast<double>(random_() % 1'000'000) / 1e6;
}

void ChainMaker::credit(const chain::Transaction& transaction) {
    for (std::size_t i = 0; i < transaction.outputs.size(); ++i) {
        const auto& output = transaction.outputs[i];
        Owner& owner = owners_[by_address_.at(output.recipient_address)];
        owner.coins.push_back({transaction.tx_id, i, output.amount.to_double()});
    }
}

void ChainMaker::mine(chain::Block& block) {
    std::vector<std::string> ids;
    for (const chain::Transaction& transaction : block.transactions) ids.push_back(transaction.tx_id);
    block.header = {Number{height_},     previous_hash_, chain::merkle_root(std::move(ids)).root,
                    Number{timestamp()}, Number{0},      Number{recipe_.difficulty}};
    for (std::uint64_t nonce = kLowestNonce + random_() % kLowestNonce;; ++nonce) {
        block.header.nonce = Number{nonce};
        block.hash = header_hash(block.header).to_hex();
        if (chain::has_work(block.hash, recipe_.difficulty)) return;
    }
}

}  // namespace chaincore::tools
