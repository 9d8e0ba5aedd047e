// SPDX-License-Identifier: MIT
// The functions of SHA-256 on words (FIPS 180-4, 4.1.2) and what surrounds them, shared by the whole-message code, the
// portable search kernel and the layout of the search. Not for files compiled for a special instruction set: the
// linker may keep their copy of an inline function for everybody. Any thread.
#pragma once

#include "chaincore/crypto/sha256_constants.hpp"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

namespace chaincore::crypto {

inline std::uint32_t big_sigma0(std::uint32_t x) { return std::rotr(x, 2) ^ std::rotr(x, 13) ^ std::rotr(x, 22); }
inline std::uint32_t big_sigma1(std::uint32_t x) { return std::rotr(x, 6) ^ std::rotr(x, 11) ^ std::rotr(x, 25); }
inline std::uint32_t small_sigma0(std::uint32_t x) { return std::rotr(x, 7) ^ std::rotr(x, 18) ^ (x >> 3); }
inline std::uint32_t small_sigma1(std::uint32_t x) { return std::rotr(x, 17) ^ std::rotr(x, 19) ^ (x >> 10); }
inline std::uint32_t choose(std::uint32_t x, std::uint32_t y, std::uint32_t z) { return z ^ (x & (y ^ z)); }
inline std::uint32_t majority(std::uint32_t x, std::uint32_t y, std::uint32_t z) { return (x & y) | (z & (x | y)); }

// Fills up a message schedule of 64 words from its first 16.
inline void expand_schedule(std::uint32_t* w) {
    for (int i = 16; i < 64; ++i) w[i] = small_sigma1(w[i - 2]) + w[i - 7] + small_sigma0(w[i - 15]) + w[i - 16];
}

inline void add_round_constants(std::uint32_t* w) {
    for (int i = 0; i < 64; ++i) w[i] += kSha256RoundConstants[i];
}

// One round (6.2.2, step 3). state: a to h; input: the word of the schedule with its round constant added.
template <class State>
void do_round(State& state, std::uint32_t input) {
    auto& [a, b, c, d, e, f, g, h] = state;
    const std::uint32_t t1 = h + big_sigma1(e) + choose(e, f, g) + input;
    const std::uint32_t t2 = big_sigma0(a) + majority(a, b, c);
    h = g, g = f, f = e, e = d + t1;
    d = c, c = b, b = a, a = t1 + t2;
}

inline std::uint32_t load_big_endian(const std::uint8_t* bytes) {
    return std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 | std::uint32_t{bytes[2]} << 8 | bytes[3];
}

// Ends a message (5.1.1): `blocks` holds its last bytes, then room for the bit 1, zeros, and the length of the whole
// message as 64 bits at its very end.
inline void write_padding(std::span<std::uint8_t> blocks, std::size_t last_bytes, std::uint64_t message_bytes) {
    blocks[last_bytes] = 0x80;
    for (std::size_t i = last_bytes + 1; i < blocks.size() - 8; ++i) blocks[i] = 0;
    for (std::size_t i = 0; i < 8; ++i)
        blocks[blocks.size() - 1 - i] = static_cast<std::uint8_t>(message_bytes * 8 >> (8 * i));
}

}  // namespace chaincore::crypto
