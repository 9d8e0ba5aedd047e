// SPDX-License-Identifier: MIT
#include "cli/bench_command.hpp"

#include "chaincore/crypto/cpu_features.hpp"
#include "chaincore/miner/cpu_backend.hpp"
#include "chaincore/miner/search_timing.hpp"
#include "cli/json_output.hpp"
#include "cli/message.hpp"

#include <fmt/core.h>

#include <cmath>
#include <optional>
#include <vector>

namespace chaincore::cli {
namespace {

using nlohmann::ordered_json;

constexpr const char* kCpuBackend = "cpu";
constexpr const char* kAllKernels = "all";

// What no SHA-NI kernel can beat, for the eye to compare with.
constexpr int kFloorCycles = 63;
constexpr const char* kFloorInstruction = "sha256rnds2";
constexpr const char* kFloorSource = "docs/performance.md, \"The floor\": one instruction a cycle on Zen 3";

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

struct Timing {
    double tries_per_second = 0;
    miner::CyclesPerTry cycles;
};

struct KernelResult {
    std::string kernel;
    bool verified = false;
    std::optional<Timing> timing;  // none: there is a fault
    std::string fault;
};

struct Report {
    std::uint32_t threads = 0;
    std::vector<KernelResult> results;
    std::vector<miner::PlainTiming> baselines;

    bool all_timed() const {
        for (const KernelResult& result : results)
            if (!result.timing) return false;
        return true;
    }
};

Result<std::vector<miner::Kernel>, Error> choose_kernels(const BenchOptions& options) {
    if (options.backend != kCpuBackend)
        return fail(Error{"there is no backend '" + options.backend + "' here, there is: " + kCpuBackend});
    if (options.kernel == kAllKernels) return miner::supported_kernels();
    const auto kernel = miner::find_kernel(options.kernel);
    if (!kernel) return fail(kernel.error());
    return std::vector{*kernel};
}

Result<Timing, Error> time_verified(const miner::Kernel& kernel, std::uint32_t threads, miner::TimingSpan span) {
    const miner::CyclesPerTry cycles = time_kernel(kernel, span);
    const auto backend = make_cpu_backend({threads, std::string(kernel.name)}, std::make_shared<miner::WorkSource>(0));
    if (!backend) return fail(backend.error());
    const auto rate = time_backend(**backend, span);
    if (!rate) return fail(rate.error());
    return Timing{*rate, cycles};
}

KernelResult measure_kernel(const miner::Kernel& kernel, std::uint32_t threads, miner::TimingSpan span) {
    KernelResult result{std::string(kernel.name), false, std::nullopt, {}};
    const auto verdict = verify_kernel(kernel);
    result.verified = verdict.has_value();
    const auto timing = verdict ? time_verified(kernel, threads, span) : fail(verdict.error());
    if (timing)
        result.timing = *timing;
    else
        result.fault = timing.error().message;
    return result;
}

Report measure(const std::vector<miner::Kernel>& kernels, std::uint32_t threads, miner::TimingSpan span) {
    Report report{threads, {}, {}};
    for (const miner::Kernel& kernel : kernels) report.results.push_back(measure_kernel(kernel, threads, span));
    report.baselines = miner::time_plain_searches(span);
    return report;
}

double tenths(double value) { return std::round(value * 10) / 10; }

ordered_json to_json(const miner::CyclesPerTry& cycles) {
    return {{"min", tenths(cycles.min)}, {"median", tenths(cycles.median)}};
}

ordered_json to_json(const KernelResult& result, std::uint32_t threads) {
    ordered_json object = {{"backend", kCpuBackend}, {"kernel", result.kernel}, {"threads", threads}};
    if (result.timing) {
        object["tries_per_second"] = std::llround(result.timing->tries_per_second);
        object["cycles_per_try"] = to_json(result.timing->cycles);
    }
    object["verified"] = result.verified;
    if (!result.timing) object["error"] = result.fault;
    return object;
}

ordered_json to_json(const miner::PlainTiming& baseline) {
    return {{"name", baseline.name},
            {"description", baseline.description},
            {"threads", 1},
            {"tries_per_second", std::llround(baseline.tries_per_second)},
            {"cycles_per_try", to_json(baseline.cycles)}};
}

void print_json(const Report& report) {
    ordered_json object = {
        {"machine",
         {{"cpu", crypto::cpu_model()},
          {"cores", miner::usable_cores()},
          {"compiler", kCompiler},
          {"optimized", kOptimized},
          {"version", CHAINCORE_VERSION}}},
        {"results", ordered_json::array()},
        {"floor", {{"cycles_per_try", kFloorCycles}, {"instruction", kFloorInstruction}, {"source", kFloorSource}}},
        {"baselines", ordered_json::array()}};
    for (const KernelResult& result : report.results) object["results"].push_back(to_json(result, report.threads));
    for (const miner::PlainTiming& baseline : report.baselines) object["baselines"].push_back(to_json(baseline));
    print_json_line(object);
}

void print_row(std::string_view what, std::uint32_t threads, double rate, const miner::CyclesPerTry& cycles) {
    print_out(
        fmt::format("{:<20}{:>8}{:>16.3f}{:>12.1f}{:>12.1f}\n", what, threads, rate / 1e6, cycles.min, cycles.median));
}

void print_table(const Report& report) {
    print_out(fmt::format("{}, {} cores, {}{}, chaincore {}\n\n", crypto::cpu_model(), miner::usable_cores(), kCompiler,
                          kOptimized ? "" : " (not optimized)", CHAINCORE_VERSION));
    print_out(fmt::format("{:<20}{:>8}{:>16}{:>12}{:>12}\n", "", "", "million tries", "cycles/try", "cycles/try"));
    print_out(
        fmt::format("{:<20}{:>8}{:>16}{:>12}{:>12}\n", "backend, kernel", "threads", "a second", "least", "median"));
    for (const KernelResult& result : report.results) {
        const std::string what = std::string(kCpuBackend) + ", " + result.kernel;
        if (result.timing)
            print_row(what, report.threads, result.timing->tries_per_second, result.timing->cycles);
        else
            print_out(fmt::format("{:<20}  not timed: {}\n", what, result.fault));
    }
    for (const miner::PlainTiming& baseline : report.baselines)
        print_row(baseline.name, 1, baseline.tries_per_second, baseline.cycles);
    print_out(fmt::format("\nfloor: {} cycles of {} a try ({})\n", kFloorCycles, kFloorInstruction, kFloorSource));
    for (const miner::PlainTiming& baseline : report.baselines)
        print_out(fmt::format("{}: {}\n", baseline.name, baseline.description));
}

}  // namespace

ExitCode bench(const BenchOptions& options) {
    const auto kernels = choose_kernels(options);
    if (!kernels) return complain(kernels.error().message, kNoDevice);
    const std::uint32_t threads = options.threads == 0 ? miner::usable_cores() : options.threads;
    const Report report = measure(*kernels, threads, miner::TimingSpan(options.seconds));
    if (options.json)
        print_json(report);
    else
        print_table(report);
    return report.all_timed() ? kDone : kFailed;
}

}  // namespace chaincore::cli
