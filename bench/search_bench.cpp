// SPDX-License-Identifier: MIT
// What `chaincore bench` measures, as Google Benchmark cases: the search kernels that this CPU can run, alone and with
// the searcher around them, and beside them plain ways to search: tries per second, and cycles a try.

#include "chaincore/miner/measurement.hpp"

#include <benchmark/benchmark.h>

#include <functional>
#include <memory>
#include <string>

namespace chaincore::bench {
namespace {

using Maker = std::function<std::unique_ptr<miner::Measurement>()>;

constexpr miner::TimingSpan kTurn{0.01};

// An iteration is a turn; its time is that of the tries in it, without the looks at the clock.
void measure(benchmark::State& state, const Maker& make) {
    const auto measurement = make();
    if (!measurement) return state.SkipWithError("this CPU does not have it");
    for (auto _ : state) {
        const miner::TimingSpan before = measurement->meter().time();
        if (const auto run = measurement->run(kTurn); !run) return state.SkipWithError(run.error().message.c_str());
        state.SetIterationTime((measurement->meter().time() - before).count());
    }
    state.counters["tries/s"] = measurement->meter().tries_per_second();
    state.counters["cycles/try"] = measurement->meter().cycles_per_try().median;
    state.counters["cycles/try, least"] = measurement->meter().cycles_per_try().min;
}

void add(const std::string& name, const Maker& make) {
    benchmark::RegisterBenchmark(name.c_str(), measure, make)->Unit(benchmark::kMillisecond)->UseManualTime();
}

const int kRegistered = [] {
    for (const miner::Kernel& kernel : miner::supported_kernels()) {
        add(std::string(kernel.name) + "/kernel", [kernel] { return measure_code(kernel); });
        add(std::string(kernel.name) + "/miner", [kernel] { return measure_search(kernel); });
    }
    add("sha_ni/floor", miner::measure_sha_ni_floor);
    for (std::size_t i = 0; i < miner::plain_searches().size(); ++i)
        add(miner::plain_searches()[i].name, [i] { return std::move(miner::plain_searches()[i].measurement); });
    return 0;
}();

}  // namespace
}  // namespace chaincore::bench
