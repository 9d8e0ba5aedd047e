// SPDX-License-Identifier: MIT
#include "node/backends.hpp"

#include "chaincore/miner/cpu_backend.hpp"
#include "chaincore/miner/kernel_ranking.hpp"
#include "chaincore/miner/opencl_backend.hpp"
#include "chaincore/miner/opencl_devices.hpp"
#include "node/device_choice.hpp"

#include <fmt/core.h>

#include <optional>
#include <utility>

namespace chaincore::node {
namespace {

using Backends = std::vector<std::unique_ptr<miner::Backend>>;

constexpr std::chrono::milliseconds kTimeOfEachKernel{40};

std::string fastest_kernel(util::Log& log) {
    const miner::KernelRanking ranking = miner::rank_kernels(miner::supported_kernels(), kTimeOfEachKernel);
    for (const std::string& fault : ranking.faults) log.warn(fault + ": it is left out");
    if (ranking.kernels.empty()) return {};  // the backend says what is wrong
    std::string rates;
    for (const miner::TimedKernel& timed : ranking.kernels)
        rates += fmt::format("{}{} {:.1f}", rates.empty() ? "" : ", ", timed.kernel.name, timed.tries_per_second / 1e6);
    log.info("search kernels of this CPU, in million tries a second on one thread: " + rates);
    return std::string(ranking.kernels.front().kernel.name);
}

StartFault no_device(const Error& error) { return {StartFault::Kind::device, error.message}; }

bool names_devices(const NodeConfig& config) { return !config.opencl_devices.empty(); }

bool wants_opencl(const NodeConfig& config) {
    return config.backend == BackendChoice::opencl || config.backend == BackendChoice::cpu_and_opencl ||
           (config.backend == BackendChoice::automatic && names_devices(config));
}

class DeviceMaker {
public:
    DeviceMaker(const NodeConfig& config, std::shared_ptr<miner::WorkSource> work, util::Log& log, std::stop_token stop)
        : config_(config), work_(std::move(work)), log_(log), stop_(std::move(stop)) {}

    Result<std::unique_ptr<miner::Backend>, StartFault> make_cpu() {
        const std::string kernel = config_.kernel.empty() ? fastest_kernel(log_) : config_.kernel;
        auto cpu = miner::make_cpu_backend({config_.threads, kernel, config_.affinity}, work_);
        if (!cpu) return fail(no_device(cpu.error()));
        return *std::move(cpu);
    }

    // Those that are there and prove themselves; of the others complain() tells. The error: one that is asked for is
    // not there, or the start was ended early.
    Result<Backends, StartFault> make_opencl(const miner::OpenClInventory& inventory) {
        const auto devices = choose_devices(config_, inventory);
        if (!devices) return fail(no_device(devices.error()));
        const miner::OpenClOptions options{config_.kernel_directory, config_.cache_directory, std::nullopt,
                                           config_.retunes, stop_};
        Backends backends;
        for (const miner::OpenClDevice& device : *devices) {
            log_.info(label(device) + ": getting ready to search");
            auto backend = make_opencl_backend(device, options, work_);
            if (stop_.stop_requested()) return fail(StartFault{StartFault::Kind::stopped, "the start was ended early"});
            if (backend)
                backends.push_back(*std::move(backend));
            else
                faults_.push_back(backend.error());
        }
        return backends;
    }

    // What has failed so far, once something else mines; or why nothing does.
    Result<void, StartFault> complain(bool is_something_left) const {
        if (!is_something_left && !faults_.empty()) return fail(no_device(faults_.back()));
        for (const Error& fault : faults_) log_.warn(fault.message + ": it is left out");
        return {};
    }

private:
    const NodeConfig& config_;
    const std::shared_ptr<miner::WorkSource> work_;
    util::Log& log_;
    const std::stop_token stop_;
    std::vector<Error> faults_;
};

// The GPUs or the devices that are named, and the CPU in reserve; or the CPU alone, where none is named.
Result<MiningDevices, StartFault> make_automatic(DeviceMaker& maker, bool are_named, util::Log& log) {
    MiningDevices devices;
    const miner::OpenClInventory inventory = miner::list_opencl_devices();
    auto chosen = maker.make_opencl(inventory);
    if (!chosen) return fail(chosen.error());
    devices.backends = *std::move(chosen);
    if (!are_named)
        for (const std::string& trouble : find_gpu_troubles(inventory)) log.warn(trouble);
    if (auto told = maker.complain(true); !told) return fail(told.error());
    auto cpu = maker.make_cpu();
    if (!cpu) return fail(cpu.error());
    if (devices.backends.empty())
        devices.backends.push_back(*std::move(cpu));
    else
        devices.spare = *std::move(cpu);
    return devices;
}

}  // namespace

Result<void, StartFault> check_devices(const NodeConfig& config) {
    if (wants_opencl(config)) {
        const auto devices = choose_devices(config, miner::list_opencl_devices());
        if (!devices) return fail(no_device(devices.error()));
    }
    if (config.backend == BackendChoice::none || config.kernel.empty()) return {};
    const auto kernel = miner::find_kernel(config.kernel);
    if (!kernel) return fail(no_device(kernel.error()));
    return {};
}

Result<MiningDevices, StartFault> make_devices(const NodeConfig& config, std::shared_ptr<miner::WorkSource> work,
                                               util::Log& log, const std::stop_token& stop) {
    DeviceMaker maker(config, std::move(work), log, stop);
    MiningDevices devices;
    if (config.backend == BackendChoice::automatic) return make_automatic(maker, names_devices(config), log);
    if (wants_opencl(config)) {
        auto backends = maker.make_opencl(miner::list_opencl_devices());
        if (!backends) return fail(backends.error());
        devices.backends = *std::move(backends);
    }
    if (config.backend == BackendChoice::cpu || config.backend == BackendChoice::cpu_and_opencl) {
        auto cpu = maker.make_cpu();
        if (!cpu) return fail(cpu.error());
        devices.backends.push_back(*std::move(cpu));
    }
    if (auto told = maker.complain(!devices.backends.empty()); !told) return fail(told.error());
    return devices;
}

}  // namespace chaincore::node
