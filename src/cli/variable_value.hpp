// SPDX-License-Identifier: MIT
// What a variable of the environment says for a flag. Any thread.
#pragma once

#include "chaincore/util/result.hpp"
#include "cli/setting.hpp"

#include <string>
#include <vector>

namespace chaincore::cli {

// The texts that one would write behind the flag: of a list, what stands between its commas; of a boolean, "true" or
// "false". The Error says what was found and what was expected, without the variable's name.
Result<std::vector<std::string>, Error> read_variable(const std::string& value, SettingKind kind, bool is_list);

}  // namespace chaincore::cli
