// SPDX-License-Identifier: MIT
#include "sync/bracket_scan.hpp"

#include "chaincore/crypto/cpu_features.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace chaincore::sync {
namespace {

// '[' and '{' differ in this bit only, and so do ']' and '}'. No other byte becomes one of them by it.
constexpr char kBracketBit = 0x20;

// One bit for each of 64 bytes, the first byte's lowest.
struct Masks {
    std::uint64_t quotes = 0;
    std::uint64_t backslashes = 0;
    std::uint64_t opening = 0;
    std::uint64_t closing = 0;

    explicit Masks(const char* bytes);
};

#if defined(__SSE2__)  // every x86-64 CPU has it

Masks::Masks(const char* bytes) {
    for (int i = 0; i < 4; ++i) {
        const __m128i chunk = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes) + i);
        const __m128i folded = _mm_or_si128(chunk, _mm_set1_epi8(kBracketBit));
        const auto equal = [i](__m128i data, char c) {
            const int mask = _mm_movemask_epi8(_mm_cmpeq_epi8(data, _mm_set1_epi8(c)));
            return static_cast<std::uint64_t>(static_cast<std::uint16_t>(mask)) << (16 * i);
        };
        quotes |= equal(chunk, '"');
        backslashes |= equal(chunk, '\\');
        opening |= equal(folded, '{');
        closing |= equal(folded, '}');
    }
}

#else

Masks::Masks(const char* bytes) {
    for (std::size_t i = 0; i < kBracketBlock; ++i) {
        const std::uint64_t bit = std::uint64_t{1} << i;
        const char folded = static_cast<char>(bytes[i] | kBracketBit);
        if (bytes[i] == '"') quotes |= bit;
        if (bytes[i] == '\\') backslashes |= bit;
        if (folded == '{') opening |= bit;
        if (folded == '}') closing |= bit;
    }
}

#endif

// Bit i of the result is the parity of bits 0..i: set from an opening quote up to the byte before the closing one.
std::uint64_t prefix_parity(std::uint64_t bits) {
    for (int shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
    return bits;
}

// False where something may be decided in the block: then the state stays as it was.
bool skip_block(BracketState& state, const Masks& masks) {
    if (masks.backslashes != 0) return false;
    const std::uint64_t in_string = prefix_parity(masks.quotes) ^ (state.in_string ? ~std::uint64_t{0} : 0);
    const auto opened = static_cast<std::size_t>(std::popcount(masks.opening & ~in_string));
    const auto closed = static_cast<std::size_t>(std::popcount(masks.closing & ~in_string));
    if (state.depth <= closed || state.depth + opened > state.max_depth) return false;
    state.depth += opened - closed;
    state.in_string = in_string >> 63 != 0;
    return true;
}

SkipBlocks fastest_skip_blocks() {
#if defined(__x86_64__)
    if (crypto::detect_cpu_features().avx2) return skip_blocks_avx2;
#endif
    return skip_blocks_portable;
}

}  // namespace

std::size_t skip_blocks_portable(BracketState& state, const char* bytes, std::size_t size) {
    std::size_t position = 0;
    while (size - position >= kBracketBlock && skip_block(state, Masks(bytes + position))) position += kBracketBlock;
    return position;
}

BracketScan::BracketScan(std::size_t max_depth, SkipBlocks skip_blocks)
    : skip_blocks_(skip_blocks), state_{.max_depth = max_depth} {
    static const SkipBlocks kFastest = fastest_skip_blocks();
    if (skip_blocks_ == nullptr) skip_blocks_ = kFastest;
}

std::size_t BracketScan::advance(const char* bytes, std::size_t size) {
    std::size_t position = 0;
    while (true) {
        // Whole blocks in which nothing is decided are skipped; the others are walked byte by byte.
        if (!escaped_) position += skip_blocks_(state_, bytes + position, size - position);
        const std::size_t step = std::min(kBracketBlock, size - position);
        position += advance_bytes(bytes + position, step);
        if (done_ || too_deep_ || step < kBracketBlock) return position;
    }
}

std::size_t BracketScan::advance_bytes(const char* bytes, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) {
        const char c = bytes[i];
        if (state_.in_string) {
            if (escaped_) {
                escaped_ = false;
            } else if (c == '\\') {
                escaped_ = true;
            } else if (c == '"') {
                state_.in_string = false;
            }
        } else if (c == '"') {
            state_.in_string = true;
        } else if (c == '{' || c == '[') {
            too_deep_ = ++state_.depth > state_.max_depth;
        } else if (c == '}' || c == ']') {
            done_ = --state_.depth == 0;
        }
        if (done_ || too_deep_) return i + 1;
    }
    return size;
}

}  // namespace chaincore::sync
