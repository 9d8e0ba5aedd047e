// SPDX-License-Identifier: MIT
#include "cli/command_line.hpp"

#include "cli/command_tree.hpp"
#include "cli/message.hpp"

namespace chaincore::cli {

int run_command_line(int argc, char** argv) {
    CommandTree commands;
    const auto action = commands.parse({argv + 1, argv + argc});
    return finish_output(action ? (*action)() : complain(action.error().message, kUsage));
}

}  // namespace chaincore::cli
