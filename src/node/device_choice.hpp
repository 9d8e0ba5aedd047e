// SPDX-License-Identifier: MIT
// Which OpenCL devices a configuration means, of those that there are. Plain functions.
#pragma once

#include "chaincore/miner/opencl_devices.hpp"
#include "chaincore/node/config.hpp"
#include "chaincore/util/result.hpp"

#include <string>
#include <vector>

namespace chaincore::node {

// Those that its words name. Without words: of BackendChoice::automatic the GPUs, nothing where there is none; of
// cpu_and_opencl no CPUs; else as choose_opencl_devices. The error says what there is.
Result<std::vector<miner::OpenClDevice>, Error> choose_devices(const NodeConfig& config,
                                                               const miner::OpenClInventory& inventory);

// Why GPUs are not used that are there, or that drivers are there for: a sentence each, for somebody to look at.
std::vector<std::string> find_gpu_troubles(const miner::OpenClInventory& inventory);

}  // namespace chaincore::node
