// SPDX-License-Identifier: MIT
#include "cli/devices_options.hpp"

#include <CLI/CLI.hpp>

namespace chaincore::cli {

DevicesFlags::DevicesFlags(CLI::App& program, Action& action) {
    CLI::App* command = program.add_subcommand("devices", "List what this machine can search with");
    command
        ->add_option("--opencl-device", options_.opencl_devices,
                     "Only these OpenCL devices: a number, gpu, accelerator, cpu, all, or a part of a name")
        ->option_text("DEVICE");
    command->add_flag("--json", options_.json, "Print the list as one JSON object");
    command->callback([this, &action] { action = [this] { return list_devices(options_); }; });
}

}  // namespace chaincore::cli
