// SPDX-License-Identifier: MIT
#include "api/metrics/metrics.hpp"
#include "api/worker_counts.hpp"

#include <algorithm>

namespace chaincore::api {
namespace {

// Anybody may join under as many names as he likes: of more there are no series.
constexpr std::size_t kMostShown = 1000;

using stratum::FarmReport;
using stratum::WorkerReport;

std::vector<Sample> by_state(const FarmReport& farm) {
    std::vector<Sample> samples;
    for (const stratum::WorkerState state : kAllWorkerStates)
        samples.push_back(
            {{{"state", std::string(name_of(state))}}, static_cast<double>(count_of(farm.workers, state))});
    return samples;
}

std::vector<Sample> by_fate(const stratum::ShareCounts& shares) {
    std::vector<Sample> samples;
    for (std::size_t i = 0; i < stratum::kShareFates; ++i) {
        const auto fate = static_cast<stratum::ShareFate>(i);
        samples.push_back({{{"fate", std::string(name_of(fate))}}, static_cast<double>(shares.of(fate))});
    }
    return samples;
}

std::vector<Sample> by_reason(const FarmReport& farm) {
    std::vector<Sample> samples;
    for (std::size_t i = 0; i < stratum::kCutOffs; ++i)
        samples.push_back({{{"reason", std::string(name_of(static_cast<stratum::CutOff>(i)))}},
                           static_cast<double>(farm.cut_off[i])});
    return samples;
}

void write_totals(MetricsText& text, const FarmReport& farm) {
    text.gauge("chaincore_workers", "Workers on other machines that have joined, by their state.", by_state(farm));
    text.gauge("chaincore_worker_sessions", "Connections of workers that are open.",
               static_cast<double>(farm.sessions));
    text.counter("chaincore_worker_connections_total", "Connections that workers have made.",
                 static_cast<double>(farm.connections));
    text.counter("chaincore_worker_cut_offs_total", "Connections of workers that this node has ended, by the reason.",
                 by_reason(farm));
    text.counter("chaincore_worker_shares_total", "Shares that workers have handed in, by what became of them.",
                 by_fate(farm.shares));
    text.counter("chaincore_worker_blocks_total", "Blocks of workers that the chain has accepted.",
                 static_cast<double>(farm.blocks));
    text.gauge("chaincore_workers_tries_per_second",
               "How fast the workers that are connected search, as far as their shares tell.",
               {{{{"over", "1m"}}, farm.rates.one_minute}, {{{"over", "15m"}}, farm.rates.fifteen_minutes}});
}

using Figure = double (*)(const WorkerReport&);

std::vector<Sample> samples(const std::vector<WorkerReport>& fastest, Figure figure) {
    std::vector<Sample> samples;
    for (std::size_t i = 0; i < std::min(fastest.size(), kMostShown); ++i)
        samples.push_back({{{"worker", fastest[i].name}}, figure(fastest[i])});
    return samples;
}

double silence_of(const WorkerReport& worker) {
    return static_cast<double>(worker.since_share.value_or(worker.known_for).count());
}

}  // namespace

void write_worker_metrics(MetricsText& text, const std::optional<FarmReport>& farm) {
    if (!farm) return;
    write_totals(text, *farm);
    text.counter("chaincore_worker_accepted_shares_total", "Shares of a worker that were accepted.",
                 samples(farm->workers, [](const WorkerReport& worker) {
                     return static_cast<double>(worker.shares.of(stratum::ShareFate::accepted));
                 }));
    text.gauge("chaincore_worker_tries_per_second",
               "How fast a worker searches, over 15 minutes, as far as its shares tell.",
               samples(farm->workers, [](const WorkerReport& worker) { return worker.rates.fifteen_minutes; }));
    text.gauge("chaincore_worker_last_share_age_seconds",
               "How long ago a worker's last share was accepted; where there was none, since when it is known.",
               samples(farm->workers, silence_of));
    text.gauge("chaincore_workers_without_series",
               "Workers that are too slow to be among those with figures of their own.",
               static_cast<double>(farm->workers.size() - std::min(farm->workers.size(), kMostShown)));
}

}  // namespace chaincore::api
