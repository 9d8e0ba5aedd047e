// SPDX-License-Identifier: MIT
// The search kernels that this CPU can run, one fraction over one group of nonces at a time, and beside them the plain
// way, which writes and hashes the whole header text for each nonce: tries per second.

#include "chaincore/miner/job.hpp"
#include "chaincore/miner/kernel.hpp"
#include "chaincore/miner/work_source.hpp"
#include "miner/cpu/nonce_group.hpp"
#include "recorded_chain.hpp"

#include <benchmark/benchmark.h>

namespace chaincore::bench {
namespace {

miner::Job sample_job() {
    chain::BlockHeader header = recorded_blocks().back().header;
    header.target_difficulty = chain::Number{8};
    return miner::make_job(1, header, {1'795'000'000, 1, 999'999});
}

void search_fraction(benchmark::State& state, const miner::Kernel& kernel) {
    const auto proven = verify_kernel(kernel);
    if (!proven) return state.SkipWithError(proven.error().message.c_str());
    const miner::Job job = sample_job();
    miner::NonceGroup group(job.layout, kernel, miner::kLowestNonce, miner::kGroupSize);
    std::uint32_t fraction = 1;
    for (auto _ : state) {
        benchmark::DoNotOptimize(group.search(fraction, 0xffffffff));
        fraction = miner::legal_fraction_from(fraction % 999'999 + 1);
    }
    state.SetItemsProcessed(state.iterations() * miner::kGroupSize);
}

void search_plainly(benchmark::State& state) {
    const miner::Job job = sample_job();
    std::uint64_t nonce = miner::kLowestNonce;
    for (auto _ : state) benchmark::DoNotOptimize(candidate_hash(job, {nonce++, 1}));
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(search_plainly)->Unit(benchmark::kMicrosecond);

const int kRegistered = [] {
    for (const miner::Kernel& kernel : miner::supported_kernels())
        benchmark::RegisterBenchmark(std::string(kernel.name).c_str(), search_fraction, kernel)
            ->Unit(benchmark::kMicrosecond);
    return 0;
}();

}  // namespace
}  // namespace chaincore::bench
