// SPDX-License-Identifier: MIT
#include "sync/bracket_kernels.hpp"

#include <cstdint>
#include <immintrin.h>

namespace chaincore::sync {
namespace {

// Bit i of the result is the parity of bits 0..i.
inline std::uint64_t prefix_parity(std::uint64_t bits) {
    for (int shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
    return bits;
}

// One bit for each of 64 bytes that equals c, the first byte's lowest.
inline std::uint64_t equal(__m256i low, __m256i high, char c) {
    const __m256i wanted = _mm256_set1_epi8(c);
    const auto mask = [&](__m256i bytes) {
        return static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes, wanted)));
    };
    return mask(low) | std::uint64_t{mask(high)} << 32;
}

inline std::size_t count(std::uint64_t bits) { return static_cast<std::size_t>(_mm_popcnt_u64(bits)); }

}  // namespace

std::size_t skip_blocks_avx2(BracketState& state, const char* bytes, std::size_t size) {
    const __m256i bracket_bit = _mm256_set1_epi8(0x20);  // see the portable one
    std::size_t position = 0;
    std::size_t depth = state.depth;
    std::uint64_t carried = state.in_string ? ~std::uint64_t{0} : 0;
    for (; size - position >= kBracketBlock; position += kBracketBlock) {
        const auto* const block = reinterpret_cast<const __m256i*>(bytes + position);
        const __m256i low = _mm256_loadu_si256(block);
        const __m256i high = _mm256_loadu_si256(block + 1);
        if (equal(low, high, '\\') != 0) break;
        const __m256i low_folded = _mm256_or_si256(low, bracket_bit);
        const __m256i high_folded = _mm256_or_si256(high, bracket_bit);
        const std::uint64_t in_string = prefix_parity(equal(low, high, '"')) ^ carried;
        const std::size_t opened = count(equal(low_folded, high_folded, '{') & ~in_string);
        const std::size_t closed = count(equal(low_folded, high_folded, '}') & ~in_string);
        if (depth <= closed || depth + opened > state.max_depth) break;
        depth += opened - closed;
        carried = in_string >> 63 != 0 ? ~std::uint64_t{0} : 0;
    }
    state.depth = depth;
    state.in_string = carried != 0;
    return position;
}

}  // namespace chaincore::sync
