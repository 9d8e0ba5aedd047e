// SPDX-License-Identifier: MIT
#include "chaincore/stratum/share_difficulty.hpp"

#include "chaincore/util/check.hpp"

#include <bit>

namespace chaincore::stratum {

bool is_share(const crypto::Hash256& hash, std::uint64_t difficulty) {
    CHAINCORE_CHECK(difficulty > 0);
    if (difficulty == 1) return true;
    std::uint64_t leading = 0;
    for (std::size_t i = 0; i < 8; ++i) leading = leading << 8 | hash.bytes[i];
    // 2^64 / difficulty, rounded down, as long as the difficulty is no power of two; there it is the next lower number.
    const std::uint64_t limit = ~std::uint64_t{0} / difficulty + (std::has_single_bit(difficulty) ? 1 : 0);
    return leading < limit;
}

std::uint64_t zeros_of_share(std::uint64_t difficulty) {
    return static_cast<std::uint64_t>(std::bit_width(difficulty) - 1) / 4;
}

}  // namespace chaincore::stratum
