// SPDX-License-Identifier: MIT
// Khronos' C++ binding as this project uses it: OpenCL 1.2, which every vendor has, and exceptions, which stop in the
// .cpp that includes this. Any thread.
#pragma once

#define CL_HPP_TARGET_OPENCL_VERSION 120
#define CL_HPP_MINIMUM_OPENCL_VERSION 120
#define CL_HPP_ENABLE_EXCEPTIONS
#include <CL/opencl.hpp>
#include <string>
#include <vector>

namespace chaincore::miner {

// In the order of OpenClInventory, whose numbers they have.
std::vector<cl::Device> all_devices();

// Without the blanks that vendors pad it with.
std::string device_name(const cl::Device& device);

// What went wrong, as one reads it: the call and the name of its error.
std::string describe(const cl::Error& error);

}  // namespace chaincore::miner
