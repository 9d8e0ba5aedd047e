// SPDX-License-Identifier: MIT
#include "state/address_effects.hpp"

#include "chaincore/util/check.hpp"

#include <map>

namespace chaincore::state {
namespace {

struct Flow {
    double received = 0;
    double spent = 0;
};

}  // namespace

std::vector<AddressEffect> address_effects(const chain::Block& block, const consensus::UtxoDiff& diff,
                                           std::uint64_t height) {
    std::vector<AddressEffect> effects;
    std::size_t next_spent = 0;  // the diff lists the coins in the order of transactions and inputs
    for (std::uint32_t position = 0; position < block.transactions.size(); ++position) {
        const chain::Transaction& transaction = block.transactions[position];
        const auto tx_id = crypto::Hash256::from_hex(transaction.tx_id);
        if (!tx_id) continue;  // mainline's genesis: it makes no coins
        std::map<std::string, Flow> flows;
        for (const auto& output : transaction.outputs)
            flows[output.recipient_address].received += output.amount.to_double();
        const bool is_coinbase = position == 0;
        for (std::size_t i = 0; i < transaction.inputs.size() && !is_coinbase; ++i) {
            CHAINCORE_CHECK(next_spent < diff.spent.size());
            const consensus::Coin& coin = diff.spent[next_spent++].coin;
            flows[coin.recipient_address].spent += coin.amount.to_double();
        }
        for (const auto& [address, flow] : flows)
            effects.push_back({address, {{height, position}, *tx_id, flow.received, flow.spent, is_coinbase}});
    }
    return effects;
}

}  // namespace chaincore::state
