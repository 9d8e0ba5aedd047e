// SPDX-License-Identifier: MIT
// The lines of a file or of standard input. One thread.
#pragma once

#include "chaincore/util/result.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace chaincore::cli {

// Without their ends; a last line may lack its end. "-" is standard input. No line may be longer than 16 MiB.
Result<void, Error> for_each_line(const std::string& path, const std::function<void(std::string_view)>& use);

}  // namespace chaincore::cli
