// SPDX-License-Identifier: MIT
#include "cli/devices.hpp"

#include "chaincore/crypto/cpu_features.hpp"
#include "chaincore/miner/cpu_backend.hpp"
#include "chaincore/miner/kernel.hpp"
#include "chaincore/miner/opencl_devices.hpp"
#include "cli/json_output.hpp"
#include "cli/message.hpp"

#include <fmt/core.h>

#include <utility>

namespace chaincore::cli {
namespace {

using nlohmann::ordered_json;

std::vector<std::pair<const char*, bool>> features() {
    const crypto::CpuFeatures cpu = crypto::detect_cpu_features();
    return {{"sha_ni", cpu.sha_ni}, {"avx", cpu.avx}, {"avx2", cpu.avx2}, {"avx512", cpu.avx512}};
}

ordered_json cpu_to_json() {
    ordered_json has = ordered_json::object(), kernels = ordered_json::array();
    for (const auto& [name, is_there] : features()) has[name] = is_there;
    for (const miner::Kernel& kernel : miner::supported_kernels()) kernels.push_back(kernel.name);
    return {{"name", crypto::cpu_model()},
            {"cores", miner::usable_cores()},
            {"features", std::move(has)},
            {"kernels", std::move(kernels)}};
}

ordered_json to_json(const miner::OpenClDevice& device) {
    return {{"number", device.number},
            {"type", miner::device_type_name(device.type)},
            {"name", device.name},
            {"vendor", device.vendor},
            {"version", device.version},
            {"driver", device.driver},
            {"platform", device.platform},
            {"platform_version", device.platform_version},
            {"compute_units", device.compute_units},
            {"clock_mhz", device.clock_mhz},
            {"memory_bytes", device.memory},
            {"usable", device.is_usable}};
}

void print_json(const std::vector<miner::OpenClDevice>& devices, const std::string& problem) {
    ordered_json list = ordered_json::array();
    for (const miner::OpenClDevice& device : devices) list.push_back(to_json(device));
    ordered_json opencl = {{"devices", std::move(list)}};
    if (!problem.empty()) opencl["problem"] = problem;
    print_json_line({{"cpu", cpu_to_json()}, {"opencl", std::move(opencl)}});
}

void print_table(const std::vector<miner::OpenClDevice>& devices, const std::string& problem) {
    std::string has, kernels;
    for (const auto& [name, is_there] : features())
        if (is_there) has.append(has.empty() ? "" : ", ").append(name);
    for (const miner::Kernel& kernel : miner::supported_kernels())
        kernels.append(kernels.empty() ? "" : ", ").append(kernel.name);
    print_out(fmt::format("CPU     {}, {} cores\n        has     {}\n        kernels {}\n", crypto::cpu_model(),
                          miner::usable_cores(), has.empty() ? "nothing that a kernel uses" : has, kernels));
    for (const miner::OpenClDevice& device : devices)
        print_out(
            fmt::format("OpenCL  {}: {} ({}{})\n        vendor  {}\n        version {}, driver {}\n"
                        "        on      {}, {}\n        with    {} compute units, {} MHz, {:.1f} GiB\n",
                        device.number, device.name, miner::device_type_name(device.type),
                        device.is_usable ? "" : ", cannot be used now", device.vendor, device.version, device.driver,
                        device.platform, device.platform_version, device.compute_units, device.clock_mhz,
                        static_cast<double>(device.memory) / (1U << 30)));
    if (!problem.empty()) print_out("OpenCL  " + problem + "\n");
}

}  // namespace

ExitCode list_devices(const DevicesOptions& options) {
    const miner::OpenClInventory inventory = miner::list_opencl_devices();
    std::vector<miner::OpenClDevice> devices = inventory.devices;
    if (!options.opencl_devices.empty()) {
        auto chosen = choose_opencl_devices(inventory, options.opencl_devices);
        if (!chosen) return complain(chosen.error().message, kNoDevice);
        devices = *std::move(chosen);
    }
    if (options.json)
        print_json(devices, inventory.problem);
    else
        print_table(devices, inventory.problem);
    return kDone;
}

}  // namespace chaincore::cli
