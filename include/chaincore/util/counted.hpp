// SPDX-License-Identifier: MIT
// How many of something, for people: "1 block", "7 blocks". Any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace chaincore::util {

// noun: in the singular; its plural ends in s.
inline std::string counted(std::uint64_t count, std::string_view noun) {
    return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

}  // namespace chaincore::util
