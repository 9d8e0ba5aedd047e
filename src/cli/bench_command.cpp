// SPDX-License-Identifier: MIT
#include "cli/bench_command.hpp"

#include "chaincore/miner/check_kernel.hpp"
#include "chaincore/miner/cpu_backend.hpp"
#include "chaincore/miner/measurement.hpp"
#include "chaincore/miner/search_timing.hpp"
#include "chaincore/util/progress.hpp"
#include "cli/bench_report.hpp"
#include "cli/bench_verify.hpp"
#include "cli/message.hpp"
#include "cli/python_loop.hpp"
#include "cli/terminal_line.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace chaincore::cli {
namespace {

using miner::TimingSpan;

constexpr const char* kCpuBackend = "cpu";
constexpr const char* kAllKernels = "all";

// Measurements take turns of about so long, so that whatever else the machine does hits all of them.
constexpr TimingSpan kTurn{0.25};
constexpr int kJobChanges = 15;

Result<std::vector<miner::Kernel>, Error> choose_kernels(const BenchOptions& options) {
    if (options.backend != kCpuBackend)
        return fail(Error{"there is no backend '" + options.backend + "' here, there is: cpu, opencl"});
    if (options.kernel == kAllKernels) return miner::supported_kernels();
    const auto kernel = miner::find_kernel(options.kernel);
    if (!kernel) return fail(kernel.error());
    return std::vector{*kernel};
}

std::vector<std::uint32_t> choose_threads(const BenchOptions& options) {
    if (!options.threads.empty()) return options.threads;
    if (miner::usable_cores() == 1) return {1};
    return {miner::usable_cores(), 1};
}

Result<std::unique_ptr<miner::Backend>, Error> make_backend(const miner::Kernel& kernel, std::uint32_t threads) {
    return make_cpu_backend({threads, std::string(kernel.name)}, std::make_shared<miner::WorkSource>(0));
}

// Something to time, a turn at a time.
struct Task {
    std::string what;
    std::function<Result<void, Error>(TimingSpan turn)> run;
};

// A rate over several turns.
class RateMeter {
public:
    void add(double tries_per_second) { sum_ += tries_per_second, ++turns_; }
    double rate() const { return sum_ / turns_; }

private:
    double sum_ = 0;
    int turns_ = 0;
};

Task task_of(std::string what, miner::Measurement& measurement) {
    return {std::move(what), [&measurement](TimingSpan turn) { return measurement.run(turn); }};
}

// One kernel, with so many threads.
struct ThreadsBench {
    std::uint32_t threads;
    RateMeter meter;
    miner::JobSwitch job_switch;

    Result<void, Error> run(const miner::Kernel& kernel, TimingSpan turn) {
        const auto backend = make_backend(kernel, threads);
        if (!backend) return fail(backend.error());
        const auto rate = time_backend(**backend, turn);
        if (!rate) return fail(rate.error());
        meter.add(*rate);
        return {};
    }

    Result<void, Error> time_changes(const miner::Kernel& kernel) {
        const auto backend = make_backend(kernel, threads);
        if (!backend) return fail(backend.error());
        const auto times = time_job_switch(**backend, kJobChanges);
        if (!times) return fail(times.error());
        job_switch = *times;
        return {};
    }
};

struct KernelBench {
    miner::Kernel kernel;
    std::string fault;
    std::unique_ptr<miner::Measurement> code, search;
    std::vector<std::unique_ptr<ThreadsBench>> threads;

    KernelReport report() const {
        KernelReport report{std::string(kernel.name), fault, {}, {}};
        if (!fault.empty()) return report;
        report.timing = {code->meter().cycles_per_try(), search->meter().cycles_per_try()};
        for (const auto& bench : threads)
            report.threads.push_back({bench->threads, bench->meter.rate(), bench->job_switch});
        return report;
    }
};

KernelBench make_bench(const miner::Kernel& kernel, const std::vector<std::uint32_t>& threads) {
    KernelBench bench{kernel, {}, nullptr, nullptr, {}};
    if (const auto verdict = verify_kernel(kernel); !verdict) {
        bench.fault = verdict.error().message;
        return bench;
    }
    bench.code = measure_code(kernel);
    bench.search = measure_search(kernel);
    for (const std::uint32_t count : threads)
        bench.threads.push_back(std::make_unique<ThreadsBench>(ThreadsBench{count, {}, {}}));
    return bench;
}

// All that is timed in one run.
class Bench {
public:
    Bench(const BenchOptions& options, const std::vector<miner::Kernel>& kernels) : options_(options) {
        for (const miner::Kernel& kernel : kernels) kernels_.push_back(make_bench(kernel, choose_threads(options)));
        list_tasks();
    }

    Result<void, Error> run() {
        TerminalLine line;
        const int turns = std::max(1, static_cast<int>(std::lround(options_.seconds / kTurn.count())));
        const TimingSpan turn{options_.seconds / turns};
        for (int i = 0; i < turns; ++i)
            for (std::size_t j = 0; j < tasks_.size(); ++j) {
                const std::size_t left = (static_cast<std::size_t>(turns - i) * tasks_.size()) - j;
                const double all = static_cast<double>(turns) * static_cast<double>(tasks_.size());
                line.show(fmt::format("{}  {} left  {}", util::bar_text(1 - static_cast<double>(left) / all),
                                      util::clock_text(static_cast<double>(left) * turn.count()), tasks_[j].what));
                if (auto done = tasks_[j].run(turn); !done) return done;
            }
        return time_changes(line);
    }

    BenchReport report() const {
        BenchReport report;
        for (const KernelBench& bench : kernels_) report.kernels.push_back(bench.report());
        if (floor_) report.floor = floor_->meter().cycles_per_try();
        for (const miner::Baseline& baseline : baselines_)
            report.baselines.push_back({baseline.name, baseline.description,
                                        baseline.measurement->meter().tries_per_second(),
                                        baseline.measurement->meter().cycles_per_try()});
        if (options_.python)
            report.baselines.push_back({"python_client", "the search loop of the reference's mining client, by python3",
                                        python_.rate(), std::nullopt});
        return report;
    }

private:
    void list_tasks() {
        for (KernelBench& bench : kernels_)
            if (bench.fault.empty()) list_tasks(bench);
        if (floor_) tasks_.push_back(task_of("floor", *floor_));
        for (miner::Baseline& baseline : baselines_) tasks_.push_back(task_of(baseline.name, *baseline.measurement));
        if (options_.python)
            tasks_.push_back({"python3", [this](TimingSpan turn) -> Result<void, Error> {
                                  const auto rate = time_python_loop(turn);
                                  if (!rate) return fail(rate.error());
                                  python_.add(*rate);
                                  return {};
                              }});
    }

    void list_tasks(KernelBench& bench) {
        const std::string name(bench.kernel.name);
        tasks_.push_back(task_of(name + ", the kernel alone", *bench.code));
        tasks_.push_back(task_of(name + ", the whole miner", *bench.search));
        for (const auto& threads : bench.threads)
            tasks_.push_back(
                {fmt::format("{}, threads: {}", name, threads->threads),
                 [&threads = *threads, kernel = bench.kernel](TimingSpan turn) { return threads.run(kernel, turn); }});
    }

    Result<void, Error> time_changes(TerminalLine& line) {
        for (const KernelBench& bench : kernels_)
            for (const auto& threads : bench.threads) {
                line.show(fmt::format("{}, threads: {}: changes of the job", bench.kernel.name, threads->threads));
                if (auto done = threads->time_changes(bench.kernel); !done) return done;
            }
        return {};
    }

    const BenchOptions& options_;
    std::vector<KernelBench> kernels_;
    const std::unique_ptr<miner::Measurement> floor_ = miner::measure_sha_ni_floor();
    std::vector<miner::Baseline> baselines_ = miner::plain_searches();
    RateMeter python_;
    std::vector<Task> tasks_;
};

}  // namespace

ExitCode bench(const BenchOptions& options) {
    const auto kernels = choose_kernels(options);
    if (!kernels) return complain(kernels.error().message, kNoDevice);
    if (options.verify > 0) {
        std::vector<Subject> subjects;
        for (const miner::Kernel& kernel : *kernels)
            subjects.push_back(
                {"kernel", std::string(kernel.name), [kernel](auto headers, auto seed, const auto& progress) {
                     return check_kernel(kernel, headers, seed, progress);
                 }});
        return verify(subjects, "OpenSSL", options);
    }
    Bench run(options, *kernels);
    if (const auto done = run.run(); !done) return complain(done.error().message);
    const BenchReport report = run.report();
    if (options.json)
        print_json(report);
    else
        print_table(report);
    return report.has_faults() ? kFailed : kDone;
}

}  // namespace chaincore::cli
