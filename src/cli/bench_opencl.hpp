// SPDX-License-Identifier: MIT
// `chaincore bench --backend opencl`: how fast OpenCL devices search, and how soon. The main thread.
#pragma once

#include "chaincore/miner/opencl_backend.hpp"
#include "cli/bench_command.hpp"
#include "cli/exit_code.hpp"

#include <string>
#include <vector>

namespace chaincore::cli {

// devices: as choose_opencl_devices takes them.
ExitCode bench_opencl(const BenchOptions& options, const std::vector<std::string>& devices,
                      const miner::OpenClOptions& opencl);

}  // namespace chaincore::cli
