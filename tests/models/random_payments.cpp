// SPDX-License-Identifier: MIT
#include "models/random_payments.hpp"

#include "models/whole_range.hpp"
#include "support/test_chain.hpp"

#include <algorithm>
#include <array>

namespace chaincore::models {
namespace {

using chain::Number;
using consensus::Coin;
using consensus::OutPoint;

constexpr std::uint8_t kOwners = 3;
constexpr double kQuarter = 0.25;

std::uint64_t quarters_of(const Coin& coin) { return static_cast<std::uint64_t>(coin.amount.to_double() / kQuarter); }

Number amount_of(std::uint64_t quarters, bool is_integer) {
    return is_integer && quarters % 4 == 0 ? Number{quarters / 4} : Number{static_cast<double>(quarters) * kQuarter};
}

chain::TransactionInput input_of(const OutPoint& coin) { return {coin.tx_id.to_hex(), Number{coin.index}, {}, ""}; }

// A quarter each at least, the rest by their shares; what is left goes to the first.
std::vector<chain::TransactionOutput> make_outputs(std::vector<PlannedOutput> planned, std::uint64_t quarters) {
    if (planned.empty()) planned.emplace_back();
    planned.resize(std::min<std::size_t>(planned.size(), quarters));
    std::uint64_t shares = 0;
    for (const PlannedOutput& output : planned) shares += output.share + 1;
    const std::uint64_t to_share = quarters - planned.size();
    std::uint64_t left = to_share;
    std::vector<std::uint64_t> amounts;
    for (const PlannedOutput& output : planned) {
        amounts.push_back(1 + to_share * (output.share + 1) / shares);
        left -= amounts.back() - 1;
    }
    amounts[0] += left;
    std::vector<chain::TransactionOutput> outputs;
    for (std::size_t i = 0; i < planned.size(); ++i)
        outputs.push_back({amount_of(amounts[i], planned[i].is_integer), recipient_of(planned[i].owner), ""});
    return outputs;
}

}  // namespace

const std::string& recipient_of(std::uint8_t owner) {
    static const std::array<std::string, kOwners + 1> recipients{"nobody", test::address_of(1), test::address_of(2),
                                                                 test::address_of(3)};
    return recipients.at(owner);
}

std::uint8_t owner_of(const std::string& recipient) {
    for (std::uint8_t owner = 1; owner <= kOwners; ++owner)
        if (recipient_of(owner) == recipient) return owner;
    return kNobody;
}

std::ostream& operator<<(std::ostream& out, const PlannedPayment& payment) {
    out << "{coin " << payment.coin << ", more_inputs " << payment.more_inputs << ", fee " << payment.fee << ", to";
    for (const PlannedOutput& output : payment.outputs)
        out << " " << int{output.owner} << ":" << output.share << (output.is_integer ? "i" : "");
    return out << "}";
}

rc::Gen<PlannedPayment> planned_payment() {
    const auto output = rc::gen::build<PlannedOutput>(
        rc::gen::set(&PlannedOutput::share, whole_range<std::uint32_t>(0, 10)),
        rc::gen::set(&PlannedOutput::owner,
                     rc::gen::weightedElement<std::uint8_t>({{10, 1}, {10, 2}, {10, 3}, {1, kNobody}})),
        rc::gen::set(&PlannedOutput::is_integer, rc::gen::arbitrary<bool>()));
    return rc::gen::build<PlannedPayment>(
        rc::gen::set(&PlannedPayment::coin, whole_range<std::uint32_t>(0, 1000)),
        rc::gen::set(&PlannedPayment::more_inputs, rc::gen::weightedElement<std::uint32_t>({{6, 0}, {2, 1}, {1, 4}})),
        rc::gen::set(&PlannedPayment::fee, whole_range<std::uint32_t>(0, 9)),
        rc::gen::set(&PlannedPayment::outputs,
                     rc::gen::resize(4, rc::gen::container<std::vector<PlannedOutput>>(output))));
}

Coins spendable(Coins coins) {
    std::erase_if(coins, [](const auto& entry) { return owner_of(entry.second.recipient_address) == kNobody; });
    return coins;
}

std::optional<chain::Transaction> make_payment(const PlannedPayment& planned, Coins& coins) {
    if (coins.empty()) return std::nullopt;
    const auto first = std::next(coins.begin(), planned.coin % static_cast<std::uint32_t>(coins.size()));
    const std::string payer = first->second.recipient_address;
    std::vector<OutPoint> spent{first->first};
    for (const auto& [out_point, coin] : coins)
        if (spent.size() <= planned.more_inputs && out_point != spent[0] && coin.recipient_address == payer)
            spent.push_back(out_point);

    std::uint64_t quarters = 0;
    std::vector<chain::TransactionInput> inputs;
    for (const OutPoint& out_point : spent) {
        quarters += quarters_of(coins.at(out_point));
        inputs.push_back(input_of(out_point));
        coins.erase(out_point);
    }
    const std::uint64_t fee = std::min<std::uint64_t>(planned.fee, quarters - 1);
    return test::make_payment(inputs, make_outputs(planned.outputs, quarters - fee), owner_of(payer));
}

std::vector<OutPoint> spent_by(const chain::Transaction& transaction) {
    std::vector<OutPoint> spent;
    for (const auto& input : transaction.inputs)
        spent.push_back(
            {*crypto::Hash256::from_hex(input.tx_id), static_cast<std::uint32_t>(*input.output_index.to_natural())});
    return spent;
}

bool is_id_in_use(const chain::Transaction& transaction, const Coins& coins) {
    const auto tx_id = *crypto::Hash256::from_hex(transaction.tx_id);
    const auto at = coins.lower_bound({tx_id, 0});
    return at != coins.end() && at->first.tx_id == tx_id;
}

}  // namespace chaincore::models
