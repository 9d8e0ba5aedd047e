// SPDX-License-Identifier: MIT
// A reorg: from the block that completes the better branch until the chain is on disk, 100 blocks deep, of 20 payments
// with two inputs each. Beside it, the same number of blocks that only extend the chain, as they come one by one and
// are written at once.
//   judged:1  all of the branch was judged when it came, as it is where the branch is short
//   judged:0  what it spends is judged now, as of a long one

#include "chain_maker.hpp"
#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/chain/proof_of_work.hpp"
#include "chaincore/state/chain_state.hpp"
#include "chaincore/storage/chain_database.hpp"
#include "chaincore/util/check.hpp"
#include "chaincore/util/clock.hpp"
#include "chaincore/util/log.hpp"
#include "scratch_directory.hpp"

#include <benchmark/benchmark.h>

#include <chrono>
#include <vector>

namespace chaincore::bench {
namespace {

using chain::Block;

constexpr std::size_t kTrunk = 200;
constexpr std::size_t kDepth = 100;

struct Branches {
    std::vector<Block> ours;    // the trunk, and what is replaced
    std::vector<Block> theirs;  // behind the trunk, one block longer
};

void mine(Block& block) {
    std::uint64_t nonce = 0;
    do {
        block.header.nonce = chain::Number{nonce++};
        block.hash = header_hash(block.header).to_hex();
    } while (!chain::has_work(block.hash, 1));
}

// Both branches hold the same transactions, in blocks that differ by a second.
Branches make_branches() {
    tools::ChainMaker maker({.transactions = 20, .inputs = 2, .outputs = 2});
    Branches branches;
    for (std::size_t height = 0; height <= kTrunk + kDepth; ++height) {
        Block block = maker.next();
        if (height < kTrunk + kDepth) branches.ours.push_back(block);
        if (height < kTrunk) continue;
        if (!branches.theirs.empty()) block.header.previous_hash = branches.theirs.back().hash;
        block.header.timestamp = chain::Number{block.header.timestamp.to_double() + 1};
        mine(block);
        branches.theirs.push_back(std::move(block));
    }
    return branches;
}

const Branches& branches() {
    static const Branches made = make_branches();
    return made;
}

class Node {
public:
    explicit Node(std::uint64_t judged_depth) {
        auto database =
            storage::ChainDatabase::open(directory_.path(), {chain::Network::classic, 1}, storage::OpenMode::create);
        CHAINCORE_CHECK(database.has_value());
        database_.emplace(*std::move(database));
        state::ReorgLimits limits;
        limits.judged_depth = judged_depth;
        auto state = state::ChainState::open(*database_, chain::classic_params(1), clock_, log_, limits);
        CHAINCORE_CHECK(state.has_value());
        state_ = *std::move(state);
    }

    void accept(const Block& block) {
        CHAINCORE_CHECK(std::holds_alternative<state::Accepted>(state_->accept(block, state::BlockOrigin::peer)));
    }
    void commit() { CHAINCORE_CHECK(state_->commit().has_value()); }
    const state::Tip& tip() const { return *state_->tip(); }

private:
    ScratchDirectory directory_{"reorg_bench"};
    util::SystemClock clock_;
    util::NullLog log_;
    std::optional<storage::ChainDatabase> database_;
    std::unique_ptr<state::ChainState> state_;
};

double seconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void reorg(benchmark::State& state) {
    const auto& [ours, theirs] = branches();
    for (auto _ : state) {
        Node node(state.range(0) != 0 ? 2 * kDepth : 0);
        for (const Block& block : ours) node.accept(block);
        for (std::size_t i = 0; i < kDepth; ++i) node.accept(theirs[i]);
        node.commit();
        CHAINCORE_CHECK(node.tip().block.hash.to_hex() == ours.back().hash);
        const auto start = std::chrono::steady_clock::now();
        node.accept(theirs.back());
        node.commit();
        state.SetIterationTime(seconds_since(start));
        CHAINCORE_CHECK(node.tip().block.hash.to_hex() == theirs.back().hash);
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(2 * kDepth + 1));
}

void extension(benchmark::State& state) {
    const auto& ours = branches().ours;
    for (auto _ : state) {
        Node node(2 * kDepth);
        for (std::size_t height = 0; height < kTrunk; ++height) node.accept(ours[height]);
        node.commit();
        const auto start = std::chrono::steady_clock::now();
        for (std::size_t height = kTrunk; height < ours.size(); ++height) {
            node.accept(ours[height]);
            node.commit();
        }
        state.SetIterationTime(seconds_since(start));
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kDepth));
}

BENCHMARK(reorg)->ArgName("judged")->Arg(1)->Arg(0)->Unit(benchmark::kMillisecond)->UseManualTime()->Iterations(3);
BENCHMARK(extension)->Unit(benchmark::kMillisecond)->UseManualTime()->Iterations(3);

}  // namespace
}  // namespace chaincore::bench
