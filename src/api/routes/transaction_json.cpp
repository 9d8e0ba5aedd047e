// SPDX-License-Identifier: MIT
#include "api/routes/transaction_json.hpp"

#include "api/json_object.hpp"
#include "chaincore/chain/canonical_json.hpp"

namespace chaincore::api {
namespace {

std::string input_json(const chain::TransactionInput& input, const NamedCoin* coin) {
    JsonObject object;
    object.text("tx_id", input.tx_id).json("output_index", input.output_index.text());
    if (coin == nullptr) return object.json("address", "null").json("amount", "null").str();
    return object.text("address", coin->address).json("amount", coin->amount.text()).str();
}

// A coinbase's one input names no coin.
std::vector<std::string> inputs_json(const chain::Transaction& transaction, const SpentCoins& coins) {
    std::vector<std::string> inputs;
    if (transaction.is_coinbase()) return inputs;
    for (const chain::TransactionInput& input : transaction.inputs)
        inputs.push_back(input_json(input, coins.find(input)));
    return inputs;
}

std::vector<std::string> outputs_json(const chain::Transaction& transaction) {
    std::vector<std::string> outputs;
    for (const chain::TransactionOutput& output : transaction.outputs)
        outputs.push_back(JsonObject()
                              .integer("index", outputs.size())
                              .text("address", output.recipient_address)
                              .json("amount", output.amount.text())
                              .str());
    return outputs;
}

double received_by(const chain::Transaction& transaction) {
    double sum = 0;
    for (const chain::TransactionOutput& output : transaction.outputs) sum += output.amount.to_double();
    return sum;
}

std::optional<double> fee_of(const chain::Transaction& transaction, const SpentCoins& coins) {
    if (transaction.is_coinbase()) return std::nullopt;
    double spent = 0;
    for (const chain::TransactionInput& input : transaction.inputs) {
        const NamedCoin* coin = coins.find(input);
        if (coin == nullptr) return std::nullopt;
        spent += coin->amount.to_double();
    }
    return spent - received_by(transaction);
}

void add_place(JsonObject& object, const std::optional<Confirmation>& confirmation) {
    if (confirmation) {
        object.text("state", "confirmed")
            .integer("height", confirmation->height)
            .text("block_hash", confirmation->block_hash)
            .integer("position", confirmation->position)
            .integer("confirmations", confirmation->count);
    } else {
        object.text("state", "pending").json("height", "null").json("block_hash", "null").json("position", "null");
        object.integer("confirmations", 0);
    }
}

}  // namespace

void SpentCoins::add(NamedCoin coin) {
    std::pair key{coin.tx_id, std::to_string(coin.output_index)};
    coins_.insert_or_assign(std::move(key), std::move(coin));
}

void SpentCoins::add_outputs(const chain::Transaction& transaction) {
    std::uint32_t index = 0;
    for (const chain::TransactionOutput& output : transaction.outputs)
        add({transaction.tx_id, index++, output.recipient_address, output.amount});
}

const NamedCoin* SpentCoins::find(const chain::TransactionInput& input) const {
    const auto found = coins_.find({input.tx_id, input.output_index.text()});
    return found == coins_.end() ? nullptr : &found->second;
}

std::string transaction_json(const chain::Transaction& transaction, const std::optional<Confirmation>& confirmation,
                             const SpentCoins& coins) {
    JsonObject object;
    object.text("tx_id", transaction.tx_id);
    add_place(object, confirmation);
    const auto fee = fee_of(transaction, coins);
    object.json("timestamp", transaction.timestamp.text())
        .integer("size", canonical_json(transaction).size())
        .truth("is_coinbase", transaction.is_coinbase())
        .jsons("inputs", inputs_json(transaction, coins))
        .jsons("outputs", outputs_json(transaction))
        .real("received", received_by(transaction));
    return fee ? object.real("fee", *fee).str() : object.json("fee", "null").str();
}

}  // namespace chaincore::api
