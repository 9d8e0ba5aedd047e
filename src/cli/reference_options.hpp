// SPDX-License-Identifier: MIT
// Flags of the reference's node and mining client, for command lines that are there already (docs/configuration.md,
// "From the reference"). The main thread.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace chaincore::cli {

// names, given by itself, does as `target value`. To be added before the target.
CLI::Option* add_stand_in(CLI::App& command, const std::string& names, const std::string& target,
                          const std::string& value);

// --bootstrap-nodes URL... and --bootstrap-from-file FILE, both as --peer. To be added before it.
void add_bootstrap(CLI::App& command);

// A flag that changes nothing here.
CLI::Option* add_idle_flag(CLI::App& command, const std::string& names, const std::string& description);

// A flag for which there is nothing here: whoever gives it hears why. takes_value: as it does in the reference.
void add_refused_flag(CLI::App& command, const std::string& name, const std::string& reason, bool takes_value);

}  // namespace chaincore::cli
