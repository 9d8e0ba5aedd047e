// SPDX-License-Identifier: MIT
#include "chaincore/wallet/node_answers.hpp"

#include "chaincore/chain/in_quotes.hpp"
#include "chaincore/chain/json_reader.hpp"
#include "chaincore/chain/transaction.hpp"
#include "chaincore/crypto/hash256.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <set>

namespace chaincore::wallet {
namespace {

using chain::JsonArray;
using chain::JsonObject;
using chain::JsonValue;
using chain::Number;

Result<JsonValue, Error> read_object(std::string_view answer) {
    auto document = chain::parse_json(answer);
    if (!document) return fail(Error{"the answer is no JSON that can be trusted: " + document.error().message});
    if (document->get_if<JsonObject>() == nullptr) return fail(Error{"the answer is no JSON object"});
    return *std::move(document);
}

auto expected(const std::string& member, std::string_view what) {
    return fail(Error{member + " is missing or is not " + std::string(what)});
}

template <class T>
const T* find_as(const JsonValue& object, std::string_view key) {
    const JsonValue* member = object.find(key);
    return member == nullptr ? nullptr : member->get_if<T>();
}

std::string text_or_nothing(const JsonValue& object, std::string_view key) {
    const auto* text = find_as<std::string>(object, key);
    return text == nullptr ? std::string() : *text;
}

// Every element of an array of the answer, made by `read` of the element and its name.
template <class T, class Read>
Result<std::vector<T>, Error> read_all(std::string_view answer, const std::string& key, const Read& read) {
    const auto document = read_object(answer);
    if (!document) return fail(document.error());
    const auto* array = find_as<JsonArray>(*document, key);
    if (array == nullptr) return expected(key, "an array");
    std::vector<T> all;
    all.reserve(array->size());
    for (const JsonValue& element : *array) {
        auto one = read(element, key + "[" + std::to_string(all.size()) + "]");
        if (!one) return fail(one.error());
        all.push_back(*std::move(one));
    }
    return all;
}

Result<WalletCoin, Error> read_coin(const JsonValue& object, const std::string& name) {
    const auto* tx_id = find_as<std::string>(object, "tx_id");
    if (tx_id == nullptr || !crypto::Hash256::from_hex(*tx_id))
        return expected(name + ".tx_id", "64 lower-case hex digits");
    const auto* index = find_as<Number>(object, "output_index");
    if (index == nullptr || index->to_natural().value_or(UINT64_MAX) > chain::kCoinbaseOutputIndex)
        return expected(name + ".output_index", "an integer from 0 to 4294967295");
    const auto* amount = find_as<Number>(object, "amount");
    if (amount == nullptr || !(amount->to_double() > 0)) return expected(name + ".amount", "a number above 0");
    return WalletCoin{*tx_id, *index, *amount};
}

// For a column on a terminal: mainline's made-up ids are no hex.
bool is_plain(std::string_view text) {
    return !text.empty() && text.size() <= chain::kZeroHash.size() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

bool is_kind(std::string_view text) {
    static constexpr std::array<std::string_view, 3> kKinds{"received", "sent", "internal"};
    return std::find(kKinds.begin(), kKinds.end(), text) != kKinds.end();
}

Result<HistoryEntry, Error> read_entry(const JsonValue& object, const std::string& name) {
    const auto* tx_id = find_as<std::string>(object, "tx_id");
    if (tx_id == nullptr || !is_plain(*tx_id)) return expected(name + ".tx_id", "a transaction id");
    const auto* height = find_as<Number>(object, "block_height");
    if (height == nullptr || !height->to_natural()) return expected(name + ".block_height", "an integer from 0 on");
    const auto* timestamp = find_as<Number>(object, "timestamp");
    if (timestamp == nullptr) return expected(name + ".timestamp", "a number");
    const auto* kind = find_as<std::string>(object, "type");
    if (kind == nullptr || !is_kind(*kind)) return expected(name + ".type", "\"received\", \"sent\" or \"internal\"");
    const auto* amount = find_as<Number>(object, "amount");
    if (amount == nullptr) return expected(name + ".amount", "a number");
    const auto* is_coinbase = find_as<bool>(object, "is_coinbase");
    const bool is_mined = is_coinbase != nullptr && *is_coinbase;
    return HistoryEntry{*tx_id, *height->to_natural(), *timestamp, is_mined ? "mined" : *kind, *amount};
}

}  // namespace

Result<Number, Error> read_balance(std::string_view answer) {
    const auto document = read_object(answer);
    if (!document) return fail(document.error());
    const auto* balance = find_as<Number>(*document, "balance");
    if (balance == nullptr) return expected("balance", "a number");
    return *balance;
}

Result<std::uint64_t, Error> read_chain_length(std::string_view answer) {
    const auto document = read_object(answer);
    if (!document) return fail(document.error());
    const auto* length = find_as<Number>(*document, "blockchain_length");
    if (length == nullptr || !length->to_natural()) return expected("blockchain_length", "an integer from 0 on");
    return *length->to_natural();
}

Result<std::vector<WalletCoin>, Error> read_coins(std::string_view answer) {
    auto coins = read_all<WalletCoin>(answer, "utxos", read_coin);
    if (!coins) return coins;
    std::set<std::pair<std::string_view, std::uint64_t>> seen;
    for (const WalletCoin& coin : *coins)
        if (!seen.emplace(coin.tx_id, *coin.output_index.to_natural()).second)
            return fail(Error{"utxos lists output " + coin.output_index.text() + " of " + coin.tx_id + " twice"});
    return coins;
}

Result<std::vector<CoinName>, Error> read_pool_spends(std::string_view answer) {
    using Spends = std::vector<CoinName>;
    const auto read_spends = [](const JsonValue& transaction, const std::string& name) -> Result<Spends, Error> {
        const auto* inputs = find_as<JsonArray>(transaction, "inputs");
        if (inputs == nullptr) return expected(name + ".inputs", "an array");
        Spends spends;
        for (const JsonValue& input : *inputs) {
            const auto* index = find_as<Number>(input, "output_index");
            if (index == nullptr) return expected(name + ".inputs.output_index", "a number");
            spends.push_back({text_or_nothing(input, "tx_id"), *index});
        }
        return spends;
    };
    const auto transactions = read_all<Spends>(answer, "transactions", read_spends);
    if (!transactions) return fail(transactions.error());
    Spends all;
    for (const Spends& spends : *transactions) all.insert(all.end(), spends.begin(), spends.end());
    return all;
}

Result<std::vector<HistoryEntry>, Error> read_history(std::string_view answer) {
    auto history = read_all<HistoryEntry>(answer, "transactions", read_entry);
    if (!history) return history;
    // Within a block the node's order stays.
    std::multimap<std::uint64_t, HistoryEntry, std::greater<>> by_height;
    for (HistoryEntry& entry : *history) by_height.emplace(entry.height, std::move(entry));
    history->clear();
    for (auto& [height, entry] : by_height) history->push_back(std::move(entry));
    return history;
}

Result<BroadcastAnswer, Error> read_broadcast_answer(std::string_view answer) {
    const auto document = read_object(answer);
    if (!document) return fail(document.error());
    return BroadcastAnswer{text_or_nothing(*document, "status"), text_or_nothing(*document, "tx_id"),
                           text_or_nothing(*document, "reason"), text_or_nothing(*document, "error")};
}

}  // namespace chaincore::wallet
