// SPDX-License-Identifier: MIT
// What a command that mines says of its devices at its start. The main thread.
#pragma once

#include "chaincore/node/node.hpp"

#include <vector>

namespace chaincore::cli {

// A line each, and the rate of all.
void print_devices(const std::vector<node::DeviceSummary>& devices);

}  // namespace chaincore::cli
