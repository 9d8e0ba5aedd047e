// SPDX-License-Identifier: MIT
#include "cli/device_bench.hpp"

#include "chaincore/miner/search_timing.hpp"

namespace chaincore::cli {
namespace {

constexpr int kJobChanges = 9;

Result<miner::JobSwitch, Error> changes_of(const MakeBackend& make) {
    const auto backend = make();
    if (!backend) return fail(backend.error());
    return time_job_switch(**backend, kJobChanges);
}

}  // namespace

Result<double, Error> rate_of(const MakeBackend& make, miner::TimingSpan span) {
    const auto backend = make();
    if (!backend) return fail(backend.error());
    return time_backend(**backend, span);
}

void time_turn(DeviceReport& report, const MakeBackend& make, miner::TimingSpan span, int turns) {
    if (!report.fault.empty()) return;
    if (const auto rate = rate_of(make, span))
        report.tries_per_second += *rate / turns;
    else
        report.fault = rate.error().message;
}

void time_changes(DeviceReport& report, const MakeBackend& make) {
    if (!report.fault.empty()) return;
    if (const auto times = changes_of(make))
        report.job_switch = *times;
    else
        report.fault = times.error().message;
}

}  // namespace chaincore::cli
