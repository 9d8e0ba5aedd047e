// SPDX-License-Identifier: MIT
#include "chaincore/consensus/check_spend.hpp"

#include "chaincore/chain/amount.hpp"
#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/chain/in_quotes.hpp"
#include "chaincore/crypto/address.hpp"
#include "chaincore/crypto/signature.hpp"
#include "chaincore/util/check.hpp"
#include "chaincore/util/hex.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

namespace chaincore::consensus {
namespace {

using chain::reject;
using chain::Rejection;
using chain::Rule;
using chain::Transaction;
using chain::TransactionInput;
using chain::Verdict;

std::string name_of(const TransactionInput& input) {
    return "output " + input.output_index.text() + " of " + input.tx_id;
}

OutPoint out_point_of(const TransactionInput& input) {
    const auto tx_id = crypto::Hash256::from_hex(input.tx_id);
    const auto index = input.output_index.to_natural();
    CHAINCORE_CHECK(tx_id && index);  // check_transaction has passed
    return {*tx_id, static_cast<std::uint32_t>(*index)};
}

Result<std::vector<NamedCoin>, Rejection> find_coins(const Transaction& transaction, const UtxoView& view) {
    std::vector<NamedCoin> coins;
    for (const TransactionInput& input : transaction.inputs) {
        const OutPoint out_point = out_point_of(input);
        auto coin = view.find(out_point);
        if (!coin) return reject(Rule::missing_input, name_of(input) + " does not exist or is spent already");
        coins.push_back({out_point, *std::move(coin)});
    }
    return coins;
}

std::optional<crypto::PublicKey> key_of(const TransactionInput& input) {
    const auto bytes = util::from_hex(input.signature.public_key.value_or(""));
    return bytes ? crypto::PublicKey::parse(*bytes) : std::nullopt;
}

bool has_signed(const crypto::PublicKey& key, const Transaction& transaction, const TransactionInput& input,
                Trust trust) {
    const auto signature = util::from_hex(input.signature.signature.value_or(""));
    if (!signature) return false;
    if (trust == Trust::vouched) return crypto::is_der_signature(*signature);
    return key.verify(*signature, signing_digest(transaction.tx_id, input));
}

Verdict check_owner(const TransactionInput& input, const Coin& coin, const std::string& signer) {
    if (signer == coin.recipient_address) return {};
    return reject(Rule::wrong_owner, name_of(input) + " belongs to " + chain::in_quotes(coin.recipient_address) +
                                         ", but the key that signed belongs to " + signer);
}

SignatureCache* cache_of(const SignatureCheck& check) { return check.trust == Trust::none ? check.cache : nullptr; }

Verdict check_signature(const Transaction& transaction, const TransactionInput& input, const Coin& coin,
                        const SignatureCheck& check) {
    SignatureCache* const cache = cache_of(check);
    const auto cached = cache ? std::optional(SignatureCache::key_of(transaction, input)) : std::nullopt;
    if (const auto signer = cached ? cache->find_signer(*cached) : std::nullopt)
        return check_owner(input, coin, *signer);
    const auto key = key_of(input);
    if (!key)
        return reject(Rule::signature, "the input that spends " + name_of(input) +
                                           " has no valid public_key: expected 65 bytes (04...) or 33 (02..., 03...) "
                                           "of the curve secp256k1 in hex");
    const std::string signer = make_address(*key);
    if (auto verdict = check_owner(input, coin, signer); !verdict) return verdict;
    if (!has_signed(*key, transaction, input, check.trust))
        return reject(Rule::signature, "the signature of the input that spends " + name_of(input) +
                                           " is not valid: expected strict DER in hex, made over this transaction");
    if (cached) cache->add(*cached, signer);
    return {};
}

}  // namespace

Result<Spend, Rejection> check_spend(const Transaction& transaction, const UtxoView& view) {
    auto coins = find_coins(transaction, view);
    if (!coins) return fail(coins.error());

    double in = 0;
    double out = 0;
    for (const NamedCoin& coin : *coins) in += coin.coin.amount.to_double();
    for (const auto& output : transaction.outputs) out += output.amount.to_double();
    const auto terms = static_cast<double>(transaction.inputs.size() + transaction.outputs.size());
    const double tolerance = terms * chain::ulp(in);
    if (!std::isfinite(in) || !(out <= in + tolerance))
        return reject(Rule::overspent,
                      "the outputs add up to " + chain::sum_text(out) + ", the inputs to " + chain::sum_text(in));
    return Spend{*std::move(coins), std::max(0.0, in - out), tolerance};
}

// An id fixes the number of outputs, so these are all the outputs that an earlier transaction of that id had.
Verdict check_new_id(const Transaction& transaction, const UtxoView& view) {
    const auto tx_id = crypto::Hash256::from_hex(transaction.tx_id);
    if (!tx_id) return {};  // mainline's genesis: its made-up id is no hash
    for (std::uint32_t index = 0; index < transaction.outputs.size(); ++index)
        if (view.find({*tx_id, index}))
            return reject(Rule::duplicate_tx_id, "the id " + transaction.tx_id +
                                                     " belongs to an earlier transaction that has unspent outputs");
    return {};
}

Verdict check_signatures(const Transaction& transaction, std::span<const NamedCoin> coins,
                         const SignatureCheck& check) {
    CHAINCORE_CHECK(coins.size() == transaction.inputs.size());
    CHAINCORE_CHECK(check.signers.empty() || check.signers.size() == coins.size());
    for (std::size_t i = 0; i < coins.size(); ++i) {
        const TransactionInput& input = transaction.inputs[i];
        const bool is_known = !check.signers.empty() && !check.signers[i].empty();
        if (auto verdict = is_known ? check_owner(input, coins[i].coin, check.signers[i])
                                    : check_signature(transaction, input, coins[i].coin, check);
            !verdict)
            return verdict;
    }
    return {};
}

std::string signer_of(const Transaction& transaction, const TransactionInput& input, const SignatureCheck& check) {
    SignatureCache* const cache = cache_of(check);
    const auto cached = cache ? std::optional(SignatureCache::key_of(transaction, input)) : std::nullopt;
    if (auto signer = cached ? cache->find_signer(*cached) : std::nullopt) return *std::move(signer);
    const auto key = key_of(input);
    if (!key || !has_signed(*key, transaction, input, check.trust)) return {};
    std::string signer = make_address(*key);
    if (cached) cache->add(*cached, signer);
    return signer;
}

}  // namespace chaincore::consensus
