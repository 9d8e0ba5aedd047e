// SPDX-License-Identifier: MIT
// How low a share's hash must be: one try in `difficulty` is (docs/stratum.md, "Shares"). Pure. Any thread.
#pragma once

#include "chaincore/crypto/hash256.hpp"

#include <cstdint>

namespace chaincore::stratum {

// difficulty: at least 1.
bool is_share(const crypto::Hash256& hash, std::uint64_t difficulty);

// The difficulty at which no hash is a share that does not begin with so many hexadecimal zeros: 1..15.
constexpr std::uint64_t difficulty_of_zeros(std::uint64_t zeros) { return std::uint64_t{1} << 4 * zeros; }

// With how many zeros every share begins, so that a search for those misses none.
std::uint64_t zeros_of_share(std::uint64_t difficulty);

}  // namespace chaincore::stratum
