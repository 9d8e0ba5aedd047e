// SPDX-License-Identifier: MIT
// What opens a running node to its operator (docs/http_api.md, "Access"). The main thread.
#pragma once

#include "chaincore/util/result.hpp"

#include <filesystem>
#include <string>

namespace chaincore::cli {

// From the file that the node has written at its start.
Result<std::string, Error> read_operator_token(const std::filesystem::path& file);

}  // namespace chaincore::cli
