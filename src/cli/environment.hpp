// SPDX-License-Identifier: MIT
// The variables of the environment that are meant for us. The main thread.
#pragma once

#include <map>
#include <string>

namespace chaincore::cli {

inline constexpr const char* kVariablePrefix = "CHAINCORE_";
inline constexpr const char* kConfigVariable = "CHAINCORE_CONFIG";  // as --config

// By their names. One that is empty counts as not set.
using Environment = std::map<std::string, std::string>;

Environment read_environment();

}  // namespace chaincore::cli
