// SPDX-License-Identifier: MIT
// Random trees of blocks in random order, on both networks: after every block the chain ends where a brute force says,
// which knows all chains of the tree, and nothing of how a node keeps them.
#include "chaincore/chain/genesis.hpp"
#include "models/block_tree.hpp"
#include "models/small_node.hpp"
#include "models/whole_range.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <rapidcheck/gtest.h>

namespace chaincore::models {
namespace {

using state::BlockOrigin;
using state::Outcome;

// The most work of all valid chains that are here; of equal ones the first.
class BruteForce {
public:
    explicit BruteForce(const BlockTree& tree) : tree_(tree), is_here_(tree.size()) {}

    void arrive(std::size_t index, BlockOrigin origin) {
        const std::size_t parent = tree_.parent(index);
        const bool is_orphan = parent != BlockTree::kNone && !is_chain_here(parent);
        if (tree_.is_refused_alone(index) || (is_orphan && origin == BlockOrigin::sync)) return;
        is_here_[index] = true;
        choose();
    }

    // What waits for its parent is forgotten.
    void restart() {
        std::vector<bool> kept(tree_.size());
        for (std::size_t index = 0; index < tree_.size(); ++index) kept[index] = is_chain_here(index);
        is_here_ = std::move(kept);
    }

    // The last blocks of the best chain. Which it is of several that one block has completed nobody promises; it is
    // that one then, until there is a better one.
    const std::vector<std::size_t>& tips() const { return tips_; }
    void settle(std::size_t tip) { tips_ = {tip}; }

    bool is_chain_here(std::size_t index) const {
        return std::ranges::all_of(tree_.chain_of(index),
                                   [&](std::size_t at) { return is_here_[at] && !tree_.broken_rule(at); });
    }

    // None where it depends on which of the tips it is.
    std::optional<bool> is_on_best_chain(std::size_t index) const {
        const auto holds = std::ranges::count_if(tips_, [&](std::size_t tip) {
            const auto chain = tree_.chain_of(tip);
            return std::ranges::find(chain, index) != chain.end();
        });
        if (holds != 0 && holds != std::ssize(tips_)) return std::nullopt;
        return holds != 0;
    }

private:
    std::uint64_t work_of(std::size_t tip) const {
        std::uint64_t work = 0;
        for (const std::size_t at : tree_.chain_of(tip)) work += tree_.work(at);
        return work;
    }

    void choose() {
        std::vector<std::size_t> best;
        std::uint64_t most = tips_.empty() ? 0 : work_of(tips_[0]);
        for (std::size_t index = 0; index < tree_.size(); ++index) {
            if (!is_chain_here(index) || work_of(index) < most) continue;
            if (work_of(index) > most) best.clear();
            most = work_of(index);
            best.push_back(index);
        }
        if (tips_.empty() || most > work_of(tips_[0])) tips_ = best;
    }

    const BlockTree& tree_;
    std::vector<bool> is_here_;
    std::vector<std::size_t> tips_;
};

// A node, and its chain: what has become of one tree is what the next one grows on.
struct Grown {
    Grown(const chain::NetworkParams& params, const state::ReorgLimits& limits) : node(params, limits) {
        if (!params.has_fixed_genesis()) return;
        const auto genesis = std::make_shared<const chain::Block>(chain::mainline_genesis());
        node.hand_in(*genesis, BlockOrigin::peer);
        node.commit();
        chain.append(genesis);
    }

    std::shared_ptr<const chain::Block> last() const { return chain.length() > 0 ? chain.blocks().back() : nullptr; }

    SmallNode node;
    PlainChain chain;
    std::uint64_t made = 0;  // blocks
};

// A node and the brute force, which hear the same.
class Comparison {
public:
    Comparison(const BlockTree& tree, Grown& grown, bool judges_at_once)
        : tree_(tree), judges_at_once_(judges_at_once), model_(tree), grown_(grown), node_(grown.node) {
        if (grown.chain.length() > 0) model_.arrive(0, BlockOrigin::peer);
    }

    void arrive(std::size_t index, BlockOrigin origin) {
        const bool is_known = model_.is_chain_here(index);
        const Outcome outcome = node_.hand_in(tree_.block(index), origin);
        model_.arrive(index, origin);
        if (model_.is_chain_here(index)) return expect_accepted(index, outcome, is_known);
        expect_refused(index, outcome);
    }

    void commit() {
        node_.commit();
        const auto& tip = node_.state().tip();
        RC_ASSERT((tip == nullptr) == model_.tips().empty());
        if (tip == nullptr) return;
        const auto found = tree_.find(tip->block.hash);
        RC_ASSERT(found.has_value());
        RC_ASSERT(std::ranges::count(model_.tips(), *found) == 1);
        model_.settle(*found);
    }

    void restart() {
        commit();
        node_.restart();
        model_.restart();
        commit();
    }

    // The node's chain is what the next tree grows on.
    void finish() {
        commit();
        if (model_.tips().empty()) return;
        const bool has_root = grown_.chain.length() > 0;
        const auto grown = tree_.chain_of(model_.tips()[0]);
        for (std::size_t i = has_root ? 1 : 0; i < grown.size(); ++i) grown_.chain.append(tree_.shared_block(grown[i]));
        const auto& tip = node_.state().tip();
        const Coins coins = grown_.chain.coins();
        RC_ASSERT(tip->utxo_digest == digest_of(coins));
        RC_ASSERT(tip->coin_count == coins.size());
    }

private:
    void expect_accepted(std::size_t index, const Outcome& outcome, bool is_known) {
        const auto* accepted = std::get_if<state::Accepted>(&outcome);
        RC_ASSERT(accepted != nullptr);
        RC_ASSERT(accepted->is_duplicate == is_known);
        RC_ASSERT(accepted->chain_length == 1 + tree_.block(model_.tips()[0]).header.height.to_natural().value());
        if (const auto is_on_best_chain = model_.is_on_best_chain(index))
            RC_ASSERT(accepted->is_on_best_chain == *is_on_best_chain);
    }

    // What is on a long branch is taken until its branch overtakes.
    void expect_refused(std::size_t index, const Outcome& outcome) {
        const auto* accepted = std::get_if<state::Accepted>(&outcome);
        const auto* rejection = std::get_if<chain::Rejection>(&outcome);
        const std::size_t parent = tree_.parent(index);
        const bool is_orphan = parent != BlockTree::kNone && !model_.is_chain_here(parent);
        if (tree_.is_refused_alone(index) || (!is_orphan && judges_at_once_)) {
            RC_ASSERT(rejection != nullptr);
            RC_ASSERT(rejection->rule == tree_.broken_rule(index));
        } else if (accepted != nullptr) {
            RC_ASSERT(!accepted->is_on_best_chain);
        } else {
            RC_ASSERT(rejection != nullptr || std::holds_alternative<state::MissingBlocks>(outcome));
        }
    }

    const BlockTree& tree_;
    const bool judges_at_once_;
    BruteForce model_;
    Grown& grown_;
    SmallNode& node_;
};

struct Arrival {
    std::size_t index = 0;
    std::uint32_t when = 0;
    BlockOrigin origin = BlockOrigin::peer;
    Then then = Then::nothing;
};

// Of the tree that was made from this plan.
std::vector<Arrival> arrivals_of(const std::vector<PlannedBlock>& plan, const BlockTree& tree) {
    constexpr std::uint32_t kTurn = 10;
    std::vector<Arrival> arrivals;
    const std::size_t fixed = tree.size() - plan.size();
    for (std::size_t i = 0; i < plan.size(); ++i) {
        const PlannedBlock& planned = plan[i];
        const auto turn = static_cast<std::uint32_t>(i + 1) * kTurn;
        arrivals.push_back({fixed + i, turn + planned.late, planned.origin, planned.then});
        if (planned.again) arrivals.push_back({fixed + i, turn + *planned.again, planned.origin, planned.then});
    }
    std::ranges::stable_sort(arrivals, {}, &Arrival::when);
    return arrivals;
}

rc::Gen<std::optional<std::uint32_t>> maybe(int times, rc::Gen<std::uint32_t> number) {
    using Number = std::optional<std::uint32_t>;
    return rc::gen::mapcat(one_in(times), [number](bool is_there) {
        return is_there ? rc::gen::map(number, [](std::uint32_t drawn) { return Number{drawn}; })
                        : rc::gen::just(Number{});
    });
}

rc::Gen<PlannedBlock> planned_block() {
    const auto near = whole_range<std::uint32_t>(0, 3);
    const auto far = whole_range<std::uint32_t>(0, 20);
    const auto some_time = whole_range<std::uint32_t>(0, 300);
    const auto flawed = rc::gen::element(Flaw::no_work, Flaw::wrong_root, Flaw::wrong_height, Flaw::too_old,
                                         Flaw::overpaid, Flaw::bad_signature);
    return rc::gen::build<PlannedBlock>(
        rc::gen::set(&PlannedBlock::back,
                     rc::gen::weightedOneOf<std::uint32_t>({{5, rc::gen::just(0U)}, {3, near}, {2, far}})),
        rc::gen::set(&PlannedBlock::flaw, rc::gen::weightedOneOf<Flaw>({{9, rc::gen::just(Flaw::none)}, {1, flawed}})),
        rc::gen::set(&PlannedBlock::difficulty, rc::gen::weightedElement<std::uint64_t>({{20, 1}, {4, 2}, {1, 3}})),
        rc::gen::set(&PlannedBlock::spends, maybe(3, far)),
        rc::gen::set(&PlannedBlock::late,
                     rc::gen::weightedOneOf<std::uint32_t>({{6, rc::gen::just(0U)}, {2, far}, {1, some_time}})),
        rc::gen::set(&PlannedBlock::again, maybe(6, some_time)),
        rc::gen::set(&PlannedBlock::origin,
                     rc::gen::weightedElement<BlockOrigin>({{4, BlockOrigin::peer}, {1, BlockOrigin::sync}})),
        rc::gen::set(&PlannedBlock::then,
                     rc::gen::weightedElement<Then>({{100, Then::nothing}, {70, Then::commit}, {1, Then::restart}})));
}

constexpr std::uint64_t kAtOnce = 100;  // no tree's branch is longer

using Plan = std::vector<PlannedBlock>;

void grow(const Plan& plan, Grown& grown, bool judges_at_once) {
    const BlockTree tree(plan, grown.node.params(), grown.last(), grown.made);
    grown.made += plan.size();
    Comparison comparison(tree, grown, judges_at_once);
    for (const Arrival& arrival : arrivals_of(plan, tree)) {
        comparison.arrive(arrival.index, arrival.origin);
        if (arrival.then == Then::commit) comparison.commit();
        if (arrival.then == Then::restart) comparison.restart();
    }
    comparison.finish();
}

void compare(const chain::NetworkParams& params) {
    const auto plan = rc::gen::scale(0.4, rc::gen::container<Plan>(planned_block()));
    const auto plans = *rc::gen::mapcat(whole_range<std::size_t>(1, 20), [plan](std::size_t count) {
                            return rc::gen::container<std::vector<Plan>>(count, plan);
                        }).as("the trees");
    RC_TAG(plans.size());
    state::ReorgLimits limits;
    limits.judged_depth = *rc::gen::elementOf(std::vector<std::uint64_t>{kAtOnce, 0, 1, 3}).as("judged_depth");
    limits.step_blocks = *rc::gen::element<std::size_t>(1000, 1, 2).as("step_blocks");
    Grown grown(params, limits);
    for (const Plan& each : plans) grow(each, grown, limits.judged_depth == kAtOnce);
}

RC_GTEST_PROP(ForkChoice, OfAClassicNetworkIsThatOfABruteForce, ()) { compare(chain::classic_params(1)); }

RC_GTEST_PROP(ForkChoice, OfMainlineIsThatOfABruteForce, ()) { compare(chain::mainline_params()); }

}  // namespace
}  // namespace chaincore::models
