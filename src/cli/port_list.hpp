// SPDX-License-Identifier: MIT
// Ports as a flag names them: "5000-5011,6000". Any thread.
#pragma once

#include "chaincore/util/result.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace chaincore::cli {

// Each of them is called again and again.
inline constexpr std::size_t kMostPorts = 256;

// Ports and ranges with commas between them, no blanks; each port once, ascending. An Error says what was found.
Result<std::vector<std::uint16_t>, Error> parse_port_list(std::string_view text);

}  // namespace chaincore::cli
