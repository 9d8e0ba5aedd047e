// SPDX-License-Identifier: MIT
// The second in which tests search.
#pragma once

#include <cstdint>

namespace chaincore::miner::test {

// As of August 2025; any second would do.
inline constexpr std::uint64_t kSecond = 1'754'680'314;

}  // namespace chaincore::miner::test
