// SPDX-License-Identifier: MIT
#include "cli/inspect.hpp"

#include "chaincore/chain/block_reader.hpp"
#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/chain/json_reader.hpp"
#include "chaincore/chain/merkle.hpp"
#include "chaincore/consensus/check_spend.hpp"
#include "chaincore/consensus/check_transaction.hpp"
#include "chaincore/consensus/utxo_set.hpp"
#include "chaincore/crypto/address.hpp"
#include "cli/json_output.hpp"
#include "cli/line_reader.hpp"
#include "cli/message.hpp"

#include <algorithm>
#include <functional>
#include <set>

namespace chaincore::cli {
namespace {

using chain::JsonValue;
using chain::reject;
using chain::Rejection;
using chain::Rule;
using chain::Verdict;
using Report = nlohmann::ordered_json;
using ReportResult = Result<Report, Rejection>;

// A member of the wanted kind, copied into `target`.
template <class T>
Verdict take_member(const JsonValue& object, std::string_view key, T& target) {
    const JsonValue* member = object.find(key);
    if (member == nullptr) return reject(Rule::missing_field, std::string(key) + " is missing");
    const T* value = member->get_if<T>();
    if (value == nullptr) return reject(Rule::wrong_type, std::string(key) + " has the wrong type");
    target = *value;
    return {};
}

// The first verdict that is a refusal.
Verdict all_of(std::initializer_list<Verdict> verdicts) {
    for (const Verdict& verdict : verdicts)
        if (!verdict) return verdict;
    return {};
}

ReportResult inspect_tx(std::string_view line) {
    auto transaction = chain::BlockReader().read_unsigned_transaction(line);
    if (!transaction) return fail(transaction.error());
    const std::string tx_id = transaction_id(*transaction).to_hex();
    return Report{
        {"tx_id", tx_id}, {"preimage", transaction_preimage(*transaction)}, {"matches", transaction->tx_id == tx_id}};
}

ReportResult inspect_header(std::string_view line, chain::Network network) {
    const auto object = chain::parse_json(line);
    if (!object) return fail(object.error());
    chain::BlockHeader header;
    if (auto verdict = all_of(
            {take_member(*object, "index", header.height), take_member(*object, "previous_hash", header.previous_hash),
             take_member(*object, "merkle_root", header.merkle_root),
             take_member(*object, "timestamp", header.timestamp), take_member(*object, "nonce", header.nonce),
             take_member(*object, "target_difficulty", header.target_difficulty)});
        !verdict)
        return fail(verdict.error());
    Report report{{"hash", header_hash(header).to_hex()}, {"preimage", header_preimage(header)}};
    if (network == chain::Network::mainline) {
        report["miner_hash"] = miner_dialect_hash(header).to_hex();
        report["miner_preimage"] = miner_dialect_preimage(header);
    }
    return report;
}

ReportResult inspect_merkle(std::string_view line) {
    const auto value = chain::parse_json(line);
    if (!value) return fail(value.error());
    const auto* array = value->get_if<chain::JsonArray>();
    if (array == nullptr) return reject(Rule::wrong_type, "expected an array of transaction ids");
    std::vector<std::string> ids;
    for (const JsonValue& element : *array) {
        const auto* id = element.get_if<std::string>();
        if (id == nullptr) return reject(Rule::wrong_type, "expected an array of transaction ids, all of them strings");
        ids.push_back(*id);
    }
    return Report{{"merkle_root", chain::merkle_root(std::move(ids)).root}};
}

ReportResult inspect_address(std::string_view line) {
    const auto value = chain::parse_json(line);
    if (!value) return fail(value.error());
    const auto* address = value->get_if<std::string>();
    if (address == nullptr) return reject(Rule::wrong_type, "expected an address as a JSON string");
    return Report{{"valid", crypto::is_valid_address(*address)}};
}

ReportResult inspect_json(std::string_view line) {
    const auto value = chain::parse_json(line);
    if (!value) return fail(value.error());
    return Report{{"canonical", canonical_json(*value)}};
}

Result<consensus::NamedCoin, Rejection> read_coin(const JsonValue& entry) {
    std::string tx_id;
    chain::Number index;
    consensus::NamedCoin coin;
    if (auto verdict = all_of({take_member(entry, "tx_id", tx_id), take_member(entry, "output_index", index),
                               take_member(entry, "amount", coin.coin.amount),
                               take_member(entry, "recipient_address", coin.coin.recipient_address)});
        !verdict)
        return fail(verdict.error());
    const auto hash = crypto::Hash256::from_hex(tx_id);
    const auto position = index.to_natural();
    if (!hash || !position || *position > chain::kCoinbaseOutputIndex)
        return reject(Rule::wrong_type, "utxos: expected a tx_id of 64 hex digits and an output_index below 2^32");
    if (!(coin.coin.amount.to_double() > 0)) return reject(Rule::amount, "utxos: expected amounts above 0");
    coin.out_point = {*hash, static_cast<std::uint32_t>(*position)};
    return coin;
}

Result<consensus::UtxoSet, Rejection> read_coins(const JsonValue& list) {
    const auto* entries = list.get_if<chain::JsonArray>();
    if (entries == nullptr) return reject(Rule::wrong_type, "utxos: expected an array");
    consensus::UtxoSet coins;
    for (const JsonValue& entry : *entries) {
        const auto coin = read_coin(entry);
        if (!coin) return fail(coin.error());
        if (coins.find(coin->out_point)) return reject(Rule::duplicate_key, "utxos: a coin is listed twice");
        coins.add(*coin);
    }
    return coins;
}

Verdict judge_spend(const std::string& wire, const consensus::UtxoSet& coins) {
    const auto transaction = chain::BlockReader().read_transaction(wire);
    if (!transaction) return fail(transaction.error());
    if (auto verdict = consensus::check_transaction(*transaction); !verdict) return verdict;
    const auto spend = check_spend(*transaction, coins);
    if (!spend) return fail(spend.error());
    return check_signatures(*transaction, spend->coins);
}

ReportResult inspect_spend(std::string_view line) {
    const auto object = chain::parse_json(line);
    if (!object) return fail(object.error());
    std::string wire;
    if (auto verdict = take_member(*object, "wire", wire); !verdict) return fail(verdict.error());
    const JsonValue* list = object->find("utxos");
    if (list == nullptr) return reject(Rule::missing_field, "utxos is missing");
    const auto coins = read_coins(*list);
    if (!coins) return fail(coins.error());
    const Verdict verdict = judge_spend(wire, *coins);
    if (verdict) return Report{{"valid", true}, {"rule", nullptr}};
    return Report{{"valid", false}, {"rule", rule_name(verdict.error().rule)}, {"message", verdict.error().message}};
}

std::function<ReportResult(std::string_view)> inspector_of(const InspectOptions& options) {
    switch (options.kind) {
        case InspectKind::tx: return inspect_tx;
        case InspectKind::header:
            return [network = options.network](std::string_view line) { return inspect_header(line, network); };
        case InspectKind::merkle: return inspect_merkle;
        case InspectKind::address: return inspect_address;
        case InspectKind::json: return inspect_json;
        case InspectKind::spend: break;
    }
    return inspect_spend;
}

}  // namespace

ExitCode inspect(const InspectOptions& options) {
    const auto inspect_line = inspector_of(options);
    bool refused_any = false;
    const auto read = for_each_line(options.file, [&](std::string_view line) {
        const auto report = inspect_line(line);
        refused_any |= !report;
        print_json_line(report ? *report
                               : Report{{"error", report.error().message}, {"rule", rule_name(report.error().rule)}});
    });
    if (!read) return complain(read.error().message);
    return refused_any ? kFailed : kDone;
}

}  // namespace chaincore::cli
