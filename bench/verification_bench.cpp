// SPDX-License-Identifier: MIT
// Checking a chain by every rule: blocks per second on one core, and the parts of it.

#include "chaincore/consensus/chain_replay.hpp"
#include "chaincore/consensus/check_block.hpp"
#include "chaincore/consensus/check_spend.hpp"
#include "chaincore/util/check.hpp"
#include "recorded_chain.hpp"

#include <benchmark/benchmark.h>

namespace chaincore::bench {
namespace {

constexpr std::uint64_t kRecordedDifficulty = 2;

void verify_chain(benchmark::State& state) {
    for (auto _ : state) {
        consensus::ChainReplay replay(chain::classic_params(kRecordedDifficulty));
        for (const chain::Block& block : recorded_blocks()) CHAINCORE_CHECK(replay.append(block).has_value());
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(recorded_blocks().size()));
}
BENCHMARK(verify_chain)->Unit(benchmark::kMillisecond);

// All that needs no chain: ids, Merkle roots, work, sizes.
void check_blocks(benchmark::State& state) {
    const auto params = chain::classic_params(kRecordedDifficulty);
    for (auto _ : state)
        for (const chain::Block& block : recorded_blocks())
            CHAINCORE_CHECK(consensus::check_block(block, params).has_value());
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(recorded_blocks().size()));
}
BENCHMARK(check_blocks)->Unit(benchmark::kMillisecond);

// Signatures alone, one transaction after another; an item is an input.
void check_signatures(benchmark::State& state) {
    consensus::ChainReplay replay(chain::classic_params(kRecordedDifficulty));
    std::vector<std::pair<const chain::Transaction*, std::vector<consensus::NamedCoin>>> spends;
    std::size_t inputs = 0;
    for (const chain::Block& block : recorded_blocks()) {
        for (const chain::Transaction& transaction : block.transactions) {
            if (transaction.is_coinbase()) continue;
            auto spend = check_spend(transaction, replay.coins());
            CHAINCORE_CHECK(spend.has_value());
            inputs += spend->coins.size();
            spends.emplace_back(&transaction, std::move(spend->coins));
        }
        CHAINCORE_CHECK(replay.append(block).has_value());
    }
    for (auto _ : state)
        for (const auto& [transaction, coins] : spends)
            CHAINCORE_CHECK(consensus::check_signatures(*transaction, coins).has_value());
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(inputs));
}
BENCHMARK(check_signatures)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace chaincore::bench
