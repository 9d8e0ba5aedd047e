// SPDX-License-Identifier: MIT
#include "node/device_choice.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>

namespace chaincore::node {
namespace {

using Devices = std::vector<miner::OpenClDevice>;

// Beside the CPU backend, which has these cores: by OpenCL, too, they would get through less.
miner::OpenClInventory without_cpus(const miner::OpenClInventory& inventory) {
    miner::OpenClInventory rest{{}, inventory.problem, inventory.has_drivers};
    for (const miner::OpenClDevice& device : inventory.devices)
        if (device.type != miner::DeviceType::cpu)
            rest.devices.push_back(device);
        else if (rest.problem.empty())
            rest.problem = fmt::format(
                "there is no OpenCL device but the CPU, {} ({}), whose cores the CPU backend has: leave opencl out of "
                "--backend, or use them twice by --opencl-device {}",
                device.number, device.name, device.number);
    return rest;
}

Devices usable_gpus(const Devices& devices) {
    Devices gpus;
    std::copy_if(devices.begin(), devices.end(), std::back_inserter(gpus), [](const miner::OpenClDevice& device) {
        return device.is_usable && device.type == miner::DeviceType::gpu;
    });
    return gpus;
}

}  // namespace

Result<Devices, Error> choose_devices(const NodeConfig& config, const miner::OpenClInventory& inventory) {
    if (config.backend == BackendChoice::automatic && config.opencl_devices.empty())
        return usable_gpus(inventory.devices);
    if (config.backend == BackendChoice::cpu_and_opencl && config.opencl_devices.empty())
        return choose_opencl_devices(without_cpus(inventory), {});
    return choose_opencl_devices(inventory, config.opencl_devices);
}

std::vector<std::string> find_gpu_troubles(const miner::OpenClInventory& inventory) {
    std::vector<std::string> troubles;
    if (!inventory.problem.empty() && inventory.has_drivers) troubles.push_back("no GPU is used: " + inventory.problem);
    for (const miner::OpenClDevice& device : inventory.devices)
        if (device.type == miner::DeviceType::gpu && !device.is_usable)
            troubles.push_back(label(device) + " cannot be used now: it is left out");
    return troubles;
}

}  // namespace chaincore::node
