// SPDX-License-Identifier: MIT
#include "cli/config_example.hpp"

#include "cli/command_options.hpp"
#include "cli/command_tree.hpp"
#include "cli/message.hpp"
#include "cli/setting_effective.hpp"

namespace chaincore::cli {
namespace {

std::string example_value(const EffectiveSetting& setting) {
    if (!setting.values.empty()) return to_toml(setting.values, setting.is_list);
    return setting.is_list ? "[]" : setting.value_name;
}

}  // namespace

ExitCode config_example(const std::string& table) {
    CommandTree commands;
    CLI::App* command = find_command(commands.program(), table);
    if (command == nullptr || settable_options(*command).empty())
        return complain("there is no command with keys that is called " + table +
                            ": expected node, mine, or a group's with a point, as in wallet.send",
                        kUsage);
    print_out(
        "# A configuration of chaincore. All of it are comments: take away the # before a key that shall be set.\n"
        "# A flag on the command line counts more, and so does a variable of the environment: CHAINCORE_ and the\n"
        "# key in capitals, with _ for -. `chaincore config check FILE` says what is wrong with a file.\n\n");
    print_out("[" + table + "]\n");
    for (const EffectiveSetting& setting : effective_settings(*command, {}))
        print_out("\n# " + setting.description + "\n#" + setting.key + " = " + example_value(setting) + "\n");
    return kDone;
}

}  // namespace chaincore::cli
