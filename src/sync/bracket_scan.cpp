// SPDX-License-Identifier: MIT
#include "sync/bracket_scan.hpp"

#include <bit>
#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace chaincore::sync {
namespace {

constexpr std::size_t kBlockSize = 64;

// '[' and '{' differ in this bit only, and so do ']' and '}'. No other byte becomes one of them by it.
constexpr char kBracketBit = 0x20;

}  // namespace

// One bit for each of 64 bytes, the first byte's lowest.
struct BracketScan::Masks {
    std::uint64_t quotes = 0;
    std::uint64_t backslashes = 0;
    std::uint64_t opening = 0;
    std::uint64_t closing = 0;

    explicit Masks(const char* bytes);
};

#if defined(__SSE2__)  // every x86-64 CPU has it

BracketScan::Masks::Masks(const char* bytes) {
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

BracketScan::Masks::Masks(const char* bytes) {
    for (std::size_t i = 0; i < kBlockSize; ++i) {
        const std::uint64_t bit = std::uint64_t{1} << i;
        const char folded = static_cast<char>(bytes[i] | kBracketBit);
        if (bytes[i] == '"') quotes |= bit;
        if (bytes[i] == '\\') backslashes |= bit;
        if (folded == '{') opening |= bit;
        if (folded == '}') closing |= bit;
    }
}

#endif

namespace {

// Bit i of the result is the parity of bits 0..i: set from an opening quote up to the byte before the closing one.
std::uint64_t prefix_parity(std::uint64_t bits) {
    for (int shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
    return bits;
}

}  // namespace

std::size_t BracketScan::advance(const char* bytes, std::size_t size) {
    std::size_t position = 0;
    while (size - position >= kBlockSize) {
        // Whole blocks in which nothing is decided are skipped; the others are walked byte by byte.
        if (!advance_block(Masks(bytes + position))) {
            const std::size_t taken = advance_bytes(bytes + position, kBlockSize);
            if (done_ || too_deep_) return position + taken;
        }
        position += kBlockSize;
    }
    return position + advance_bytes(bytes + position, size - position);
}

// True where the block is taken whole: no escapes in it, and the depth can neither reach 0 nor its limit.
bool BracketScan::advance_block(const Masks& masks) {
    if (masks.backslashes != 0 || escaped_) return false;
    const std::uint64_t in_string = prefix_parity(masks.quotes) ^ (in_string_ ? ~std::uint64_t{0} : 0);
    const auto opened = static_cast<std::size_t>(std::popcount(masks.opening & ~in_string));
    const auto closed = static_cast<std::size_t>(std::popcount(masks.closing & ~in_string));
    if (depth_ <= closed || depth_ + opened > max_depth_) return false;
    depth_ += opened - closed;
    in_string_ = in_string >> 63 != 0;
    return true;
}

std::size_t BracketScan::advance_bytes(const char* bytes, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) {
        const char c = bytes[i];
        if (in_string_) {
            if (escaped_) {
                escaped_ = false;
            } else if (c == '\\') {
                escaped_ = true;
            } else if (c == '"') {
                in_string_ = false;
            }
        } else if (c == '"') {
            in_string_ = true;
        } else if (c == '{' || c == '[') {
            too_deep_ = ++depth_ > max_depth_;
        } else if (c == '}' || c == ']') {
            done_ = --depth_ == 0;
        }
        if (done_ || too_deep_) return i + 1;
    }
    return size;
}

}  // namespace chaincore::sync
