// SPDX-License-Identifier: MIT
// What the program prints for other programs to read: one JSON object a line. Nothing of it is ever hashed. The main
// thread.
#pragma once

#include <nlohmann/json.hpp>

namespace chaincore::cli {

void print_json_line(const nlohmann::ordered_json& object);

}  // namespace chaincore::cli
