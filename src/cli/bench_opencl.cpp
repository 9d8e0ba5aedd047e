// SPDX-License-Identifier: MIT
#include "cli/bench_opencl.hpp"

#include "chaincore/miner/cpu_backend.hpp"
#include "chaincore/miner/kernel.hpp"
#include "chaincore/util/progress.hpp"
#include "cli/bench_report.hpp"
#include "cli/bench_verify.hpp"
#include "cli/device_bench.hpp"
#include "cli/json_output.hpp"
#include "cli/message.hpp"
#include "cli/terminal_line.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace chaincore::cli {
namespace {

using miner::TimingSpan;
using nlohmann::ordered_json;

constexpr int kTurns = 4;  // of each measurement, so that whatever else the machine does hits all of them

struct Report {
    std::vector<DeviceReport> devices;
    std::string cpu_kernel;  // that searches on all cores, beside them
    double cpu_tries_per_second = 0;
};

class OpenClBench {
public:
    OpenClBench(const BenchOptions& options, const miner::OpenClOptions& opencl) : options_(options), opencl_(opencl) {}

    Report run(const std::vector<miner::OpenClDevice>& devices) {
        Report report;
        for (const miner::OpenClDevice& device : devices) report.devices.push_back(prepare(device));
        // AVX2, which is what a driver can make of these kernels on a CPU, where there is no more.
        const auto avx2 = miner::find_kernel("avx2");
        report.cpu_kernel = avx2 ? avx2->name : miner::best_kernel().name;
        for (int turn = 0; turn < kTurns; ++turn) run_turn(report);
        for (DeviceReport& device : report.devices) {
            line_.show(device.device.name + ": changes of the job");
            time_changes(device, maker_of(device));
        }
        return report;
    }

private:
    DeviceReport prepare(const miner::OpenClDevice& device) {
        line_.show(device.name + ": getting ready");
        DeviceReport report{device, {}, {}, 0, {}};
        const auto start = time_opencl_start(device, opencl_);
        if (!start) {
            report.fault = start.error().message;
            return report;
        }
        report.start = *start;
        if (const auto backend = maker_of(report)(); !backend) report.fault = backend.error().message;
        return report;
    }

    // With the shape that its start has found out, if need be by trying.
    MakeBackend maker_of(const DeviceReport& report) const {
        miner::OpenClOptions options = opencl_;
        options.shape = report.start.shape;
        return [device = report.device, options] {
            return make_opencl_backend(device, options, std::make_shared<miner::WorkSource>(0));
        };
    }

    void run_turn(Report& report) {
        const TimingSpan span{options_.seconds / kTurns};
        for (DeviceReport& device : report.devices) {
            show_turn(device.device.name, report, span);
            time_turn(device, maker_of(device), span, kTurns);
        }
        show_turn("the CPU", report, span);
        const auto rate = rate_of(
            [&] { return make_cpu_backend({0, report.cpu_kernel}, std::make_shared<miner::WorkSource>(0)); }, span);
        if (rate) report.cpu_tries_per_second += *rate / kTurns;
    }

    void show_turn(const std::string& what, const Report& report, TimingSpan span) {
        const auto all = static_cast<double>(kTurns * (report.devices.size() + 1));
        const double done = turns_done_++;
        line_.show(fmt::format("{}  {} left  {}", util::bar_text(done / all),
                               util::clock_text((all - done) * span.count()), what));
    }

    const BenchOptions& options_;
    const miner::OpenClOptions& opencl_;
    TerminalLine line_;
    int turns_done_ = 0;
};

double hundredths(TimingSpan span) { return std::round(span.count() * 1e5) / 100; }

ordered_json to_json(const DeviceReport& report) {
    ordered_json object = {{"backend", "opencl"},
                           {"device", report.device.name},
                           {"number", report.device.number},
                           {"verified", report.fault.empty()}};
    if (!report.fault.empty()) {
        object["error"] = report.fault;
        return object;
    }
    const miner::OpenClStart& start = report.start;
    object["tries_per_second"] = std::llround(report.tries_per_second);
    object["shape"] = {{"lanes", start.shape.lanes}, {"nonces", start.shape.nonces}, {"local", start.shape.local}};
    object["build_ms"] = hundredths(start.build);
    object["first_launch_ms"] = hundredths(start.first_launch);
    object["next_launch_ms"] = hundredths(start.next_launch);
    object["job_switch_ms"] = {{"to_new_median", hundredths(report.job_switch.median_to_new)},
                               {"to_new_max", hundredths(report.job_switch.longest_to_new)}};
    return object;
}

void print_json(const Report& report) {
    ordered_json results = ordered_json::array();
    for (const DeviceReport& device : report.devices) results.push_back(to_json(device));
    print_json_line(
        {{"machine", machine_to_json()},
         {"results", std::move(results)},
         {"baselines", ordered_json::array({{{"name", "cpu_" + report.cpu_kernel},
                                             {"description", "the CPU backend on all cores"},
                                             {"threads", miner::usable_cores()},
                                             {"tries_per_second", std::llround(report.cpu_tries_per_second)}}})}});
}

void print_table(const Report& report) {
    for (const DeviceReport& device : report.devices) {
        print_out(fmt::format("{}: {}\n", device.device.number, device.device.name));
        if (!device.fault.empty()) {
            print_out("  not timed: " + device.fault + "\n");
            continue;
        }
        const miner::LaunchShape& shape = device.start.shape;
        print_out(fmt::format(
            "  rate         {:.3f} million tries a second\n"
            "  shape        {} nonces a launch, {} side by side, work groups {}\n"
            "  program      built in {:.0f} ms; first launch {:.1f} ms, the same again {:.1f} ms\n"
            "  next job     hit of a new job after {:.1f} ms (median; {:.1f} at most)\n",
            device.tries_per_second / 1e6, shape.nonces, shape.lanes,
            shape.local == 0 ? std::string("as the driver likes") : fmt::format("of {}", shape.local),
            hundredths(device.start.build), hundredths(device.start.first_launch), hundredths(device.start.next_launch),
            hundredths(device.job_switch.median_to_new), hundredths(device.job_switch.longest_to_new)));
    }
    print_out(fmt::format("beside it, the CPU backend: {} on {} threads, {:.3f} million tries a second\n",
                          report.cpu_kernel, miner::usable_cores(), report.cpu_tries_per_second / 1e6));
}

}  // namespace

ExitCode bench_opencl(const BenchOptions& options, const std::vector<std::string>& devices,
                      const miner::OpenClOptions& opencl) {
    const auto chosen = choose_opencl_devices(miner::list_opencl_devices(), devices);
    if (!chosen) return complain(chosen.error().message, kNoDevice);
    if (options.verify > 0) {
        std::vector<Subject> subjects;
        for (const miner::OpenClDevice& device : *chosen)
            subjects.push_back({"device", device.name, [&](auto headers, auto seed, const auto& progress) {
                                    return check_opencl_device(device, opencl, headers, seed, progress);
                                }});
        return verify(subjects, "the portable kernel", options);
    }
    const Report report = OpenClBench(options, opencl).run(*chosen);
    if (options.json)
        print_json(report);
    else
        print_table(report);
    const bool has_fault = std::any_of(report.devices.begin(), report.devices.end(),
                                       [](const DeviceReport& device) { return !device.fault.empty(); });
    return has_fault ? kFailed : kDone;
}

}  // namespace chaincore::cli
