// SPDX-License-Identifier: MIT
// The OpenCL devices of this machine, of whatever vendor the ICD loader shows. Any thread.
#pragma once

#include "chaincore/util/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chaincore::miner {

enum class DeviceType : std::uint8_t { gpu, accelerator, cpu, other };

std::string_view device_type_name(DeviceType type);

struct OpenClDevice {
    std::uint32_t number = 0;  // as it is named on the command line, from 0 on
    std::string name;
    std::string vendor;
    std::string version;  // of OpenCL, as the device says
    std::string driver;
    DeviceType type = DeviceType::other;
    std::string platform;
    std::string platform_version;
    std::uint32_t compute_units = 0;
    std::uint32_t clock_mhz = 0;
    std::uint64_t memory = 0;  // bytes
    bool is_usable = false;    // it is there, compiles programs, and is little-endian
};

// As logs and tables call it: "NVIDIA H200 (OpenCL device 0)", since there may be several of a name.
std::string label(const OpenClDevice& device);

struct OpenClInventory {
    std::vector<OpenClDevice> devices;  // GPUs first, CPUs last; numbered in this order
    std::string problem;                // empty, or why there are none, or no GPU, and what to do
    bool has_drivers = true;            // false: nobody has given this machine any, as most
};

OpenClInventory list_opencl_devices();

// Those that the words name: a number, a type (gpu, cpu, accelerator, all), or a part of a name, in any case; one that
// cannot be used now only where its word names others, too. Without words: all GPUs; where there are none,
// accelerators; else CPUs. The error says what there is.
Result<std::vector<OpenClDevice>, Error> choose_opencl_devices(const OpenClInventory& inventory,
                                                               const std::vector<std::string>& words);

}  // namespace chaincore::miner
