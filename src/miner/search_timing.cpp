// SPDX-License-Identifier: MIT
#include "chaincore/miner/search_timing.hpp"

#include "miner/counter_reading.hpp"
#include "miner/timing_listener.hpp"

#include <memory>
#include <string>
#include <thread>
#include <utility>

namespace chaincore::miner {
namespace {

constexpr std::chrono::milliseconds kWarmUp{50};  // threads start, take the job, and prepare a group

// On cores that others keep busy, searchers, who are nicer than they, may not have their turn in a short span.
constexpr int kMostSpans = 10;

using Backends = std::span<const std::unique_ptr<Backend>>;

void give(Backends backends, const std::shared_ptr<const Job>& job) {
    for (const auto& backend : backends) backend->set_job(job);
}

std::vector<CounterReading> read_each(Backends backends) {
    std::vector<CounterReading> readings;
    for (const auto& backend : backends) readings.push_back(read_counters(*backend));
    return readings;
}

double rate_between(const CounterReading& from, const CounterReading& to) {
    return (to.tries - from.tries) / TimingSpan(to.time - from.time).count();
}

}  // namespace

Job timing_job(std::uint64_t difficulty) {
    chain::BlockHeader header;
    header.height = chain::Number(std::uint64_t{26'000});
    header.previous_hash = std::string(64, 'a');
    header.merkle_root = std::string(64, '5');
    header.target_difficulty = chain::Number(difficulty);
    return make_job(1, std::move(header), {1'754'680'314, 1, 999'999});
}

std::vector<double> sample_rates(Backends backends, TimingSpan span) {
    if (backends.empty()) return {};
    give(backends, std::make_shared<const Job>(timing_job()));
    std::this_thread::sleep_for(kWarmUp);
    const std::vector<CounterReading> from = read_each(backends);
    std::this_thread::sleep_for(span);
    const std::vector<CounterReading> to = read_each(backends);
    give(backends, nullptr);
    std::vector<double> rates;
    for (std::size_t i = 0; i < backends.size(); ++i) rates.push_back(rate_between(from[i], to[i]));
    return rates;
}

Result<double, Error> time_backend(Backend& backend, TimingSpan span) {
    TimingListener listener;
    if (const auto started = backend.start(listener); !started) return fail(started.error());
    backend.set_job(std::make_shared<const Job>(timing_job()));
    auto failure = listener.wait_for_failure(kWarmUp);
    const CounterReading from = read_counters(backend);
    CounterReading to = from;
    for (int spans = 0; !failure && to.tries == from.tries && spans < kMostSpans; ++spans) {
        failure = listener.wait_for_failure(span);
        to = read_counters(backend);
    }
    backend.stop();
    if (failure) return fail(*failure);
    if (to.tries == from.tries) return fail(Error{std::string(backend.name()) + ": no search has ended in that time"});
    return rate_between(from, to);
}

}  // namespace chaincore::miner
