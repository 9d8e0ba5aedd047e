// SPDX-License-Identifier: MIT
// Flags that make no sense together, where they come from different sources: the stronger one is heard. The main
// thread.
#pragma once

#include "cli/setting_sources.hpp"

#include <optional>
#include <string>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace chaincore::cli {

// Does what is decided already leave no place for the option?
bool is_silenced(const CLI::Option& option, const SettingSources& decided);

struct ExcludingPair {
    std::string key, other;
};

// The first two of one source that exclude each other.
std::optional<ExcludingPair> excluding_pair(CLI::App& command, const SettingSources& given);

}  // namespace chaincore::cli
