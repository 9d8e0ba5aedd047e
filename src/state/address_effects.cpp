// SPDX-License-Identifier: MIT
#include "state/address_effects.hpp"

#include "chaincore/util/check.hpp"

#include <algorithm>

namespace chaincore::state {
namespace {

struct Flow {
    std::string_view address;
    std::size_t order = 0;  // sums of doubles depend on it
    double received = 0;
    double spent = 0;
};

void add_up(std::vector<Flow>& flows) {
    std::sort(flows.begin(), flows.end(), [](const Flow& a, const Flow& b) {
        return a.address != b.address ? a.address < b.address : a.order < b.order;
    });
    std::size_t count = 0;
    for (const Flow& flow : flows) {
        if (count == 0 || flows[count - 1].address != flow.address) {
            flows[count++] = flow;
            continue;
        }
        flows[count - 1].received += flow.received;
        flows[count - 1].spent += flow.spent;
    }
    flows.resize(count);
}

}  // namespace

std::vector<AddressEffect> address_effects(const chain::Block& block, const consensus::UtxoDiff& diff,
                                           std::uint64_t height) {
    std::vector<AddressEffect> effects;
    std::vector<Flow> flows;     // of one transaction
    std::size_t next_spent = 0;  // the diff lists the coins in the order of transactions and inputs
    for (std::uint32_t position = 0; position < block.transactions.size(); ++position) {
        const chain::Transaction& transaction = block.transactions[position];
        const auto tx_id = crypto::Hash256::from_hex(transaction.tx_id);
        if (!tx_id) continue;  // mainline's genesis: it makes no coins
        flows.clear();
        for (const auto& output : transaction.outputs)
            flows.push_back({output.recipient_address, flows.size(), output.amount.to_double(), 0});
        const bool is_coinbase = position == 0;
        for (std::size_t i = 0; i < transaction.inputs.size() && !is_coinbase; ++i) {
            CHAINCORE_CHECK(next_spent < diff.spent.size());
            const consensus::Coin& coin = diff.spent[next_spent++].coin;
            flows.push_back({coin.recipient_address, flows.size(), 0, coin.amount.to_double()});
        }
        add_up(flows);
        for (const Flow& flow : flows)
            effects.push_back({flow.address, {{height, position}, *tx_id, flow.received, flow.spent, is_coinbase}});
    }
    return effects;
}

}  // namespace chaincore::state
