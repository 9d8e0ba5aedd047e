// SPDX-License-Identifier: MIT
#include "cli/bench_report.hpp"

#include "chaincore/crypto/cpu_features.hpp"
#include "chaincore/miner/cpu_backend.hpp"
#include "chaincore/miner/measurement.hpp"
#include "cli/json_output.hpp"
#include "cli/message.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <string_view>

namespace chaincore::cli {
namespace {

using nlohmann::ordered_json;

constexpr const char* kBackend = "cpu";
constexpr const char* kFloorInstruction = "sha256rnds2";

#if defined(__clang__)
constexpr const char* kCompiler = "clang " __clang_version__;
#else
constexpr const char* kCompiler = "g++ " __VERSION__;
#endif

#if defined(__OPTIMIZE__)
constexpr bool kOptimized = true;
#else
constexpr bool kOptimized = false;
#endif

double rounded(double value, double places) { return std::round(value * places) / places; }
double tenths(double value) { return rounded(value, 10); }
double thousandths(double value) { return rounded(value, 1000); }
double milliseconds(miner::TimingSpan span) { return thousandths(span.count() * 1000); }

// Of the medians, which what else the machine does moves alike.
double part_of_code(const KernelTiming& timing) { return timing.code.median / timing.search.median; }

ordered_json to_json(const miner::CyclesPerTry& cycles) {
    return {{"min", tenths(cycles.min)}, {"median", tenths(cycles.median)}};
}

ordered_json to_json(const miner::JobSwitch& times) {
    return {{"to_new_median", milliseconds(times.median_to_new)},
            {"to_new_max", milliseconds(times.longest_to_new)},
            {"from_old_median", milliseconds(times.median_from_old)},
            {"from_old_max", milliseconds(times.longest_from_old)}};
}

ordered_json fault_to_json(const KernelReport& kernel) {
    return {{"backend", kBackend}, {"kernel", kernel.kernel}, {"verified", false}, {"error", kernel.fault}};
}

ordered_json to_json(const KernelReport& kernel, const ThreadsTiming& threads,
                     const std::optional<miner::CyclesPerTry>& floor) {
    ordered_json object = {{"backend", kBackend},
                           {"kernel", kernel.kernel},
                           {"threads", threads.threads},
                           {"tries_per_second", std::llround(threads.tries_per_second)},
                           {"cycles_per_try", to_json(kernel.timing.code)}};
    if (floor) object["times_the_floor"] = thousandths(kernel.timing.code.median / floor->median);
    object["whole_miner"] = {{"cycles_per_try", to_json(kernel.timing.search)},
                             {"part_of_kernel", thousandths(part_of_code(kernel.timing))}};
    object["job_switch_ms"] = to_json(threads.job_switch);
    object["verified"] = true;
    return object;
}

ordered_json floor_to_json(const std::optional<miner::CyclesPerTry>& floor) {
    if (!floor) return nullptr;
    return {{"cycles_per_try", to_json(*floor)},
            {"instruction", kFloorInstruction},
            {"instructions_per_try", miner::kSha256Rnds2PerTry},
            {"source", "measured in this run: these instructions alone, in four independent chains"}};
}

ordered_json to_json(const BaselineReport& baseline) {
    ordered_json object = {{"name", baseline.name},
                           {"description", baseline.description},
                           {"threads", 1},
                           {"tries_per_second", std::llround(baseline.tries_per_second)}};
    if (baseline.cycles) object["cycles_per_try"] = to_json(*baseline.cycles);
    return object;
}

void print_kernels(const BenchReport& report) {
    print_out(fmt::format("{:<18}{:>12}{:>9}{:>9}{:>9}\n", "on one thread", "cycles/try", "", "times", "whole"));
    print_out(fmt::format("{:<18}{:>12}{:>9}{:>9}{:>9}\n", "kernel", "least", "median", "floor", "miner"));
    for (const KernelReport& kernel : report.kernels) {
        if (!kernel.fault.empty()) {
            print_out(fmt::format("{:<18}  not timed: {}\n", kernel.kernel, kernel.fault));
            continue;
        }
        const std::string times =
            report.floor ? fmt::format("{:.3f}", kernel.timing.code.median / report.floor->median) : "-";
        print_out(fmt::format("{:<18}{:>12.1f}{:>9.1f}{:>9}{:>8.1f}%\n", kernel.kernel, kernel.timing.code.min,
                              kernel.timing.code.median, times, 100 * part_of_code(kernel.timing)));
    }
}

void print_threads(const BenchReport& report) {
    print_out(fmt::format("\n{:<18}{:>12}{:>12}{:>15}{:>15}\n", "", "", "mill. tries", "next job, ms", "old job, ms"));
    print_out(fmt::format("{:<18}{:>12}{:>12}{:>15}{:>15}\n", "backend, kernel", "threads", "a second", "median (max)",
                          "median (max)"));
    for (const KernelReport& kernel : report.kernels)
        for (const ThreadsTiming& timing : kernel.threads) {
            const miner::JobSwitch& times = timing.job_switch;
            print_out(fmt::format("{:<18}{:>12}{:>12.3f}{:>8.2f} ({:>4.2f}){:>8.2f} ({:>4.2f})\n",
                                  fmt::format("{}, {}", kBackend, kernel.kernel), timing.threads,
                                  timing.tries_per_second / 1e6, milliseconds(times.median_to_new),
                                  milliseconds(times.longest_to_new), milliseconds(times.median_from_old),
                                  milliseconds(times.longest_from_old)));
        }
}

void print_baselines(const BenchReport& report) {
    print_out(fmt::format("\n{:<18}{:>12}{:>9}\n{:<18}{:>12}{:>9}  {}\n", "", "mill. tries", "cycles", "baseline",
                          "a second", "/try", "one thread each"));
    for (const BaselineReport& baseline : report.baselines)
        print_out(fmt::format("{:<18}{:>12.3f}{:>9}  {}\n", baseline.name, baseline.tries_per_second / 1e6,
                              baseline.cycles ? fmt::format("{:.0f}", baseline.cycles->min) : "-",
                              baseline.description));
}

}  // namespace

ordered_json machine_to_json() {
    return {{"cpu", crypto::cpu_model()},
            {"cores", miner::usable_cores()},
            {"compiler", kCompiler},
            {"optimized", kOptimized},
            {"version", CHAINCORE_VERSION}};
}

bool BenchReport::has_faults() const {
    return std::any_of(kernels.begin(), kernels.end(),
                       [](const KernelReport& kernel) { return !kernel.fault.empty(); });
}

void print_json(const BenchReport& report) {
    ordered_json results = ordered_json::array(), baselines = ordered_json::array();
    for (const KernelReport& kernel : report.kernels) {
        if (!kernel.fault.empty()) results.push_back(fault_to_json(kernel));
        for (const ThreadsTiming& threads : kernel.threads) results.push_back(to_json(kernel, threads, report.floor));
    }
    for (const BaselineReport& baseline : report.baselines) baselines.push_back(to_json(baseline));
    print_json_line({{"machine", machine_to_json()},
                     {"results", std::move(results)},
                     {"floor", floor_to_json(report.floor)},
                     {"baselines", std::move(baselines)}});
}

void print_table(const BenchReport& report) {
    print_out(fmt::format("{}, {} cores, {}{}, chaincore {}\n\n", crypto::cpu_model(), miner::usable_cores(), kCompiler,
                          kOptimized ? "" : " (not optimized)", CHAINCORE_VERSION));
    print_kernels(report);
    if (report.floor)
        print_out(fmt::format("{:<18}{:>12.1f}{:>9.1f}  {} {} a try, which SHA-NI cannot beat\n", "floor",
                              report.floor->min, report.floor->median, miner::kSha256Rnds2PerTry, kFloorInstruction));
    print_threads(report);
    print_baselines(report);
}

}  // namespace chaincore::cli
