// SPDX-License-Identifier: MIT
#include "node/device_change.hpp"

#include "chaincore/miner/cpu_backend.hpp"
#include "node/backends.hpp"

#include <utility>

namespace chaincore::node {
namespace {

using api::ControlAnswer;
using api::Controlled;
using api::ControlRefused;

std::uint32_t threads_of(const NodeConfig& config) {
    return config.threads == 0 ? miner::usable_cores() : config.threads;
}

bool uses_cpu(const NodeConfig& config) {
    return config.backend != BackendChoice::opencl && config.backend != BackendChoice::none;
}

bool is_same_search(const NodeConfig& a, const NodeConfig& b) {
    return a.backend == b.backend && threads_of(a) == threads_of(b);
}

}  // namespace

DeviceChange::DeviceChange(NodeConfig config, std::shared_ptr<miner::WorkSource> work, MiningLoop& mining,
                           util::Log& log)
    : work_(std::move(work)),
      mining_(mining),
      log_(log),
      is_miner_(config.backend != BackendChoice::none),
      config_(std::move(config)) {
    config_.retunes = false;  // the start has done so
}

ControlAnswer DeviceChange::set_threads(std::uint32_t threads) {
    return change([threads](NodeConfig& config) { config.threads = threads; });
}

ControlAnswer DeviceChange::set_backend(BackendChoice backend) {
    return change([backend](NodeConfig& config) { config.backend = backend; });
}

ControlAnswer DeviceChange::change(const std::function<void(NodeConfig&)>& edit) {
    if (!is_miner_) return ControlRefused{"no_miner", "this node was started with --backend none: it pays nobody"};
    const std::unique_lock turn(turn_, std::try_to_lock);
    if (!turn) return ControlRefused{"busy", "another change of what it searches with is under way"};
    if (stop_.stop_requested()) return ControlRefused{"busy", "this node is stopping"};
    if (!mining_.is_started()) return ControlRefused{"busy", "this node is starting"};
    NodeConfig wanted = config_;
    edit(wanted);
    if (wanted.threads != config_.threads && !uses_cpu(wanted))
        return ControlRefused{"no_device", "this node does not search with its CPU now"};
    if (is_same_search(wanted, config_) && mining_.is_whole()) return Controlled{false};
    ControlAnswer answer = search_with(wanted);
    if (std::holds_alternative<Controlled>(answer)) config_ = std::move(wanted);
    return answer;
}

ControlAnswer DeviceChange::search_with(const NodeConfig& wanted) {
    auto devices = make_devices(wanted, work_, log_, stop_.get_token());
    if (!devices) return ControlRefused{"no_device", devices.error().message};
    const auto replaced = mining_.replace_devices(std::move(devices->backends), std::move(devices->spare));
    if (!replaced) return ControlRefused{"no_device", replaced.error().message};
    return Controlled{true};
}

}  // namespace chaincore::node
