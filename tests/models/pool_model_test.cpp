// SPDX-License-Identifier: MIT
// A pool of transactions beside a plain list: whatever comes, is mined, or is taken off the chain again, both say the
// same of each transaction, hold the same ones in the same order, and choose the same ones for a block.
#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/mempool/mempool.hpp"
#include "chaincore/wallet/sign_transaction.hpp"
#include "models/block_maker.hpp"
#include "models/plain_chain.hpp"
#include "models/random_payments.hpp"
#include "models/small_node.hpp"
#include "models/whole_range.hpp"
#include "support/test_chain.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <rapidcheck/gtest.h>

namespace chaincore::models {
namespace {

using chain::Rule;
using chain::Transaction;
using consensus::OutPoint;
using mempool::PoolAnswer;

struct Waiting {
    Transaction transaction;
    double fee = 0;
    std::size_t size = 0;
};

enum class Verdict : std::uint8_t { pooled, known, full, refused };

struct Answer {
    Verdict verdict = Verdict::pooled;
    std::optional<Rule> rule = {};

    bool operator==(const Answer&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Answer& answer) {
    constexpr const char* kVerdicts[] = {"pooled", "known", "full", "refused"};
    out << kVerdicts[static_cast<int>(answer.verdict)];
    if (answer.rule) out << " by the rule " << rule_name(*answer.rule);
    return out;
}

bool overlap(const std::vector<OutPoint>& a, const std::vector<OutPoint>& b) {
    return std::ranges::any_of(a, [&](const OutPoint& coin) { return std::ranges::find(b, coin) != b.end(); });
}

// What docs/rules.md says of the pool, over a list in the order of arrival.
class ListPool {
public:
    explicit ListPool(mempool::PoolLimits limits) : limits_(limits) {}

    const std::vector<Waiting>& waiting() const { return waiting_; }

    // flaw: what is wrong with the transaction itself, its signatures among it.
    Answer add(const Transaction& transaction, std::optional<Rule> flaw, const Coins& coins) {
        if (flaw == Rule::payee_address) return {Verdict::refused, flaw};
        for (const Waiting& other : waiting_)
            if (other.transaction.tx_id == transaction.tx_id) return {Verdict::known};
        const auto spends = spent_by(transaction);
        for (const Waiting& other : waiting_)
            if (overlap(spends, spent_by(other.transaction))) return {Verdict::refused, Rule::double_spend};
        double in = 0;
        for (const OutPoint& coin : spends) {
            if (!coins.contains(coin)) return {Verdict::refused, Rule::missing_input};
            in += coins.at(coin).amount.to_double();
        }
        double out = 0;
        for (const auto& output : transaction.outputs) out += output.amount.to_double();
        if (out > in) return {Verdict::refused, Rule::overspent};
        if (is_id_in_use(transaction, coins)) return {Verdict::refused, Rule::duplicate_tx_id};
        if (flaw) return {Verdict::refused, flaw};
        return {take({transaction, in - out, canonical_json(transaction).size()}) ? Verdict::pooled : Verdict::full};
    }

    void confirm(const chain::Block& block) {
        for (std::size_t i = 1; i < block.transactions.size(); ++i) {
            const auto spent = spent_by(block.transactions[i]);
            std::erase_if(waiting_, [&](const Waiting& each) { return overlap(spent, spent_by(each.transaction)); });
        }
    }

    // What was on the chain comes first, that of its last block before all; then what has waited.
    void reorganize(const std::vector<std::shared_ptr<const chain::Block>>& left, const Coins& coins) {
        const auto waited = std::exchange(waiting_, {});
        for (auto block = left.rbegin(); block != left.rend(); ++block)
            for (std::size_t i = 1; i < (*block)->transactions.size(); ++i)
                add((*block)->transactions[i], payee_flaw((*block)->transactions[i]), coins);
        for (const Waiting& each : waited) add(each.transaction, std::nullopt, coins);
    }

    // At most so many, of so many bytes in all, the best paid per byte first; of equal ones the earlier.
    std::vector<Transaction> select(std::size_t count, std::size_t bytes) const {
        std::vector<Waiting> ordered = waiting_;
        std::ranges::stable_sort(ordered, [](const Waiting& a, const Waiting& b) { return pays_more(a, b); });
        std::vector<Transaction> selected;
        for (const Waiting& each : ordered) {
            if (selected.size() == count) break;
            if (each.size > bytes) continue;
            bytes -= each.size;
            selected.push_back(each.transaction);
        }
        return selected;
    }

    static std::optional<Rule> payee_flaw(const Transaction& transaction) {
        for (const auto& output : transaction.outputs)
            if (owner_of(output.recipient_address) == kNobody) return Rule::payee_address;
        return std::nullopt;
    }

private:
    // Per byte; without a division.
    static bool pays_more(const Waiting& a, const Waiting& b) {
        return a.fee * static_cast<double>(b.size) > b.fee * static_cast<double>(a.size);
    }

    bool fits(const std::vector<Waiting>& list) const {
        std::size_t bytes = 0;
        for (const Waiting& each : list) bytes += each.size;
        return list.size() <= limits_.transactions && bytes <= limits_.bytes;
    }

    // Throws out the worst paid of those that pay less, the latest of equal ones first, until the newcomer fits.
    bool take(const Waiting& newcomer) {
        std::vector<Waiting> left = waiting_;
        left.push_back(newcomer);
        while (!fits(left)) {
            auto worst = left.end();
            for (auto at = left.begin(); at != left.end(); ++at)
                if (worst == left.end() || !pays_more(*at, *worst)) worst = at;
            if (!pays_more(newcomer, *worst)) return false;
            left.erase(worst);
        }
        waiting_ = std::move(left);
        return true;
    }

    const mempool::PoolLimits limits_;
    std::vector<Waiting> waiting_;
};

enum class Act : std::uint8_t { pay, pay_again, mine, reorganize };
enum class Fault : std::uint8_t { none, overspent, bad_signature, wrong_owner };

struct Step {
    Act act = Act::pay;
    std::uint32_t number = 0;  // which payment again; of waiting ones in a block; of blocks that are replaced
    PlannedPayment payment;
    bool is_any_coin = false;  // it may be spent already, or wait for its block
    Fault fault = Fault::none;
    std::vector<PlannedPayment> foreign;  // in a block, beside the ones that waited
    std::uint32_t coinbase = 0;           // from 1 on: one that may have been there before
};

std::ostream& operator<<(std::ostream& out, const Step& step) {
    constexpr const char* kActs[] = {"pay", "pay_again", "mine", "reorganize"};
    constexpr const char* kFaults[] = {"none", "overspent", "bad_signature", "wrong_owner"};
    out << "\n  " << kActs[static_cast<int>(step.act)];
    if (step.act == Act::pay)
        return out << " " << step.payment << (step.is_any_coin ? ", any coin" : "") << ", fault "
                   << kFaults[static_cast<int>(step.fault)];
    out << " " << step.number;
    if (step.act == Act::pay_again) return out;
    out << ", coinbase " << step.coinbase;
    for (const PlannedPayment& payment : step.foreign) out << ", " << payment;
    return out;
}

rc::Gen<Step> step() {
    const auto payments = rc::gen::resize(3, rc::gen::container<std::vector<PlannedPayment>>(planned_payment()));
    return rc::gen::build<Step>(
        rc::gen::set(&Step::act, rc::gen::weightedElement<Act>(
                                     {{12, Act::pay}, {2, Act::pay_again}, {3, Act::mine}, {1, Act::reorganize}})),
        rc::gen::set(&Step::number, whole_range<std::uint32_t>(0, 20)), rc::gen::set(&Step::payment, planned_payment()),
        rc::gen::set(&Step::is_any_coin, one_in(4)),
        rc::gen::set(
            &Step::fault,
            rc::gen::weightedElement<Fault>(
                {{12, Fault::none}, {1, Fault::overspent}, {1, Fault::bad_signature}, {1, Fault::wrong_owner}})),
        rc::gen::set(&Step::foreign, payments),
        rc::gen::set(&Step::coinbase, rc::gen::weightedElement<std::uint32_t>({{3, 0}, {1, 1}, {1, 2}})));
}

// A pool on a chain, and beside it what it should hold.
class Comparison {
public:
    explicit Comparison(mempool::PoolLimits limits) : model_(limits), pool_(nullptr, limits) {
        for (int height = 0; height < 6; ++height) mine({});
    }

    void take(const Step& step) {
        switch (step.act) {
            case Act::pay: pay(step); break;
            case Act::pay_again: pay_again(step.number); break;
            case Act::mine: mine(step); break;
            case Act::reorganize: reorganize(step); break;
        }
        compare(step.number);
    }

private:
    struct Paid {
        Transaction transaction;
        std::optional<Rule> flaw;
    };

    void pay(const Step& step) {
        Coins left = spendable(step.is_any_coin ? ever_ : chain_.coins());
        auto transaction = make_payment(step.payment, left);
        if (!transaction) return;
        auto flaw = spoil(*transaction, step.fault);
        if (const auto payee = ListPool::payee_flaw(*transaction)) flaw = payee;
        paid_.push_back({*transaction, flaw});
        note_outputs(*transaction);
        hand_in(paid_.back());
    }

    void pay_again(std::size_t number) {
        if (!paid_.empty()) hand_in(paid_[paid_.size() - 1 - number % paid_.size()]);
    }

    void hand_in(const Paid& paid) {
        const Answer expected = model_.add(paid.transaction, paid.flaw, chain_.coins());
        const PoolAnswer found = pool_.add(paid.transaction);
        RC_ASSERT(answer_of(found) == expected);
    }

    static Answer answer_of(const PoolAnswer& answer) {
        if (std::holds_alternative<mempool::Pooled>(answer)) return {Verdict::pooled};
        if (std::holds_alternative<mempool::AlreadyPooled>(answer)) return {Verdict::known};
        if (std::holds_alternative<mempool::PoolFull>(answer)) return {Verdict::full};
        const auto* rejection = std::get_if<chain::Rejection>(&answer);
        if (rejection == nullptr) RC_FAIL("neither an answer of the pool's nor a rule's");
        return {Verdict::refused, rejection->rule};
    }

    // Returns the rule that the signatures break; that of a sum is the model's to find.
    std::optional<Rule> spoil(Transaction& transaction, Fault fault) const {
        const std::uint8_t owner = owner_of(ever_.at(spent_by(transaction)[0]).recipient_address);
        switch (fault) {
            case Fault::none: break;
            case Fault::overspent:
                transaction.outputs[0].amount = chain::Number{transaction.outputs[0].amount.to_double() + 1000};
                wallet::sign_transaction(transaction, test::key_of(owner));
                break;
            case Fault::bad_signature:
                transaction.inputs.back().signature.signature = "3006020101020101";
                return Rule::signature;
            case Fault::wrong_owner:
                wallet::sign_transaction(transaction, test::key_of(owner == 1 ? 2 : 1));
                return Rule::wrong_owner;
        }
        return std::nullopt;
    }

    void mine(const Step& step) {
        const auto block = make_block(chain_, step);
        chain_.append(block);
        hand_in(*block);
        commit();
        model_.confirm(*block);
    }

    // Another branch, one block longer than what it replaces.
    void reorganize(const Step& step) {
        const std::size_t count = 1 + step.number % std::min<std::size_t>(4, chain_.length() - 1);
        PlainChain branch = chain_;
        std::vector<std::shared_ptr<const chain::Block>> left;
        for (std::size_t i = 0; i < count; ++i) {
            left.insert(left.begin(), branch.blocks().back());
            branch.remove_last();
        }
        for (std::size_t i = 0; i <= count; ++i) {
            const auto block = make_block(branch, i == 0 ? step : Step{});
            branch.append(block);
            hand_in(*block);
            commit();
        }
        chain_ = branch;
        model_.reorganize(left, chain_.coins());
    }

    // Some of those that wait, as far as they fit to that chain, and some that the pool has never seen.
    std::shared_ptr<const chain::Block> make_block(const PlainChain& chain, const Step& step) {
        const Coins before = chain.coins();
        Coins left = spendable(before);
        std::vector<Transaction> payments;
        for (std::size_t i = 0; i < model_.waiting().size() && i < step.number; ++i)
            include(model_.waiting()[i].transaction, before, left, payments);
        for (const Transaction& payment : make_payments(step.foreign, before, left)) payments.push_back(payment);
        const auto block = std::make_shared<const chain::Block>(maker_.make(chain, payments, step.coinbase));
        for (const Transaction& transaction : block->transactions) note_outputs(transaction);
        return block;
    }

    static void include(const Transaction& transaction, const Coins& before, Coins& left,
                        std::vector<Transaction>& payments) {
        const auto spends = spent_by(transaction);
        const bool fits = std::ranges::all_of(spends, [&](const OutPoint& coin) { return left.contains(coin); });
        if (!fits || is_id_in_use(transaction, before)) return;
        for (const OutPoint& coin : spends) left.erase(coin);
        payments.push_back(transaction);
    }

    void hand_in(const chain::Block& block) {
        const auto outcome = node_.hand_in(block, state::BlockOrigin::peer);
        if (const auto* rejection = std::get_if<chain::Rejection>(&outcome))
            RC_FAIL("a valid block is refused: " + rejection->message);
        RC_ASSERT(std::holds_alternative<state::Accepted>(outcome));
    }

    void commit() {
        if (const auto change = node_.commit()) pool_.on_change(*change);
    }

    void note_outputs(const Transaction& transaction) {
        std::uint32_t index = 0;
        for (const auto& output : transaction.outputs)
            ever_[{*crypto::Hash256::from_hex(transaction.tx_id), index++}] = {output.amount, output.recipient_address,
                                                                               0};
    }

    void compare(std::uint32_t number) const {
        std::vector<Transaction> expected;
        std::size_t bytes = 0;
        for (const Waiting& each : model_.waiting()) {
            expected.push_back(each.transaction);
            bytes += each.size;
        }
        std::vector<Transaction> found;
        for (const auto& transaction : pool_.all()) found.push_back(*transaction);
        RC_ASSERT(found == expected);
        RC_ASSERT(pool_.count() == expected.size());
        RC_ASSERT(pool_.bytes() == bytes);
        compare_selection(1000, 1'000'000);
        compare_selection(number, 1'000'000);
        compare_selection(1000, number * 500);
    }

    void compare_selection(std::size_t count, std::size_t bytes) const {
        const auto selection = pool_.select(count, bytes);
        RC_ASSERT(selection.tip == node_.state().tip());
        std::vector<Transaction> found;
        for (const auto& pooled : selection.transactions) found.push_back(*pooled.transaction);
        RC_ASSERT(found == model_.select(count, bytes));
    }

    SmallNode node_{chain::classic_params(1)};
    PlainChain chain_;
    ListPool model_;
    mempool::Mempool pool_;
    std::vector<Paid> paid_;
    Coins ever_;  // every coin that a block or a transaction has made
    BlockMaker maker_;
};

RC_GTEST_PROP(PoolModel, IsThatOfAPlainList, ()) {
    mempool::PoolLimits limits;
    limits.transactions = *rc::gen::element<std::size_t>(10'000, 2, 5, 9).as("transactions");
    limits.bytes = *rc::gen::element<std::size_t>(std::size_t{32} << 20, 2500, 4000, 9000).as("bytes");
    const auto steps = *rc::gen::container<std::vector<Step>>(step()).as("the steps");
    Comparison comparison(limits);
    for (const Step& each : steps) comparison.take(each);
}

}  // namespace
}  // namespace chaincore::models
