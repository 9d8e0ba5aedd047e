// SPDX-License-Identifier: MIT
#include "cli/opencl_options.hpp"

#include "cli/data_path.hpp"

#include <CLI/CLI.hpp>

namespace chaincore::cli {

OpenClFlags::OpenClFlags() : cache(default_cache_directory()) {}

void OpenClFlags::add_to(CLI::App& command) {
    command
        .add_option("--opencl-device", devices,
                    "Which OpenCL device, as often as you like: a number, gpu, accelerator, cpu, all, or a part of its "
                    "name (chaincore "
                    "devices lists them)")
        ->option_text("DEVICE");
    command
        .add_option("--kernel-dir", kernels, "Where other OpenCL kernels lie (sha256.cl, search.cl) than the program's")
        ->check(CLI::ExistingDirectory)
        ->option_text("DIR");
    command.add_flag("--retune", retunes, "Find out again how OpenCL devices are used best");
}

}  // namespace chaincore::cli
