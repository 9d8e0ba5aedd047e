// SPDX-License-Identifier: MIT
#include "cli/config_check.hpp"

#include "chaincore/util/counted.hpp"
#include "cli/command_tree.hpp"
#include "cli/config_file.hpp"
#include "cli/data_path.hpp"
#include "cli/environment.hpp"
#include "cli/message.hpp"
#include "cli/setting_judge.hpp"

#include <vector>

namespace chaincore::cli {
namespace {

std::vector<std::string> faults_in(const ConfigFile& file, const Environment& environment) {
    std::vector<std::string> faults;
    CommandTree for_file, for_variables;
    for (const SettingFault& fault : judge_settings(for_file.program(), file.says))
        faults.push_back(sentence_about(file, fault));
    for (std::string& fault : judge_variables(for_variables.program(), environment)) faults.push_back(std::move(fault));
    return faults;
}

// Keys of a node that are right each by itself, and make no sense together.
std::vector<std::string> faults_of_node(const ConfigFile& file) {
    std::vector<std::string> words = {"node"};
    if (!file.path.empty()) words.insert(words.end(), {"--config", file.path.string()});
    CommandTree commands;
    if (const auto action = commands.parse(words); !action) return {action.error().message};
    const auto options = commands.node_options();
    return options ? std::vector<std::string>() : std::vector<std::string>{"node: " + options.error().message};
}

void praise(const ConfigFile& file) {
    if (file.path.empty())
        print_out("there is no configuration file at " + default_config_file().string() +
                  ", and nothing is wrong in the environment\n");
    else
        print_out(file.path.string() + " is right: it sets " + util::counted(file.says.settings.size(), "key") + "\n");
}

}  // namespace

ExitCode config_check(const std::string& config_path) {
    const Environment environment = read_environment();
    const auto variable = environment.find(kConfigVariable);
    const bool is_from_variable = config_path.empty() && variable != environment.end();
    const auto file = read_config_file(is_from_variable ? variable->second : config_path);
    if (!file) return complain(file.error().message, kUsage);
    std::vector<std::string> faults = faults_in(*file, environment);
    if (faults.empty()) faults = faults_of_node(*file);
    for (const std::string& fault : faults) complain(fault, kUsage);
    CommandTree commands;
    for (const std::string& suspect : suspect_variables(commands.program(), environment))
        print_remark("chaincore: warning: " + suspect + '\n');
    if (!faults.empty()) return kUsage;
    praise(*file);
    return kDone;
}

}  // namespace chaincore::cli
