// SPDX-License-Identifier: MIT
// Canonical writing and what is hashed from it: bytes and items per second.

#include "chaincore/chain/canonical_json.hpp"
#include "recorded_chain.hpp"

#include <benchmark/benchmark.h>

namespace chaincore::bench {
namespace {

std::vector<chain::Transaction> recorded_transactions() {
    std::vector<chain::Transaction> transactions;
    for (const chain::Block& block : recorded_blocks())
        transactions.insert(transactions.end(), block.transactions.begin(), block.transactions.end());
    return transactions;
}

void write_blocks(benchmark::State& state) {
    std::size_t bytes = 0;
    for (auto _ : state)
        for (const chain::Block& block : recorded_blocks()) bytes += canonical_json(block).size();
    state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(recorded_blocks().size()));
}
BENCHMARK(write_blocks)->Unit(benchmark::kMillisecond);

void transaction_ids(benchmark::State& state) {
    const auto transactions = recorded_transactions();
    for (auto _ : state)
        for (const chain::Transaction& transaction : transactions)
            benchmark::DoNotOptimize(transaction_id(transaction));
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(transactions.size()));
}
BENCHMARK(transaction_ids)->Unit(benchmark::kMillisecond);

void header_hashes(benchmark::State& state) {
    for (auto _ : state)
        for (const chain::Block& block : recorded_blocks()) benchmark::DoNotOptimize(header_hash(block.header));
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(recorded_blocks().size()));
}
BENCHMARK(header_hashes)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace chaincore::bench
