// SPDX-License-Identifier: MIT
#include "chaincore/crypto/sha256_constants.hpp"
#include "miner/cpu/search_kernel.hpp"

#include <bit>

namespace chaincore::miner {
namespace {

constexpr std::uint32_t kInitial[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                       0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

std::uint32_t big_sigma0(std::uint32_t x) { return std::rotr(x, 2) ^ std::rotr(x, 13) ^ std::rotr(x, 22); }
std::uint32_t big_sigma1(std::uint32_t x) { return std::rotr(x, 6) ^ std::rotr(x, 11) ^ std::rotr(x, 25); }
std::uint32_t small_sigma0(std::uint32_t x) { return std::rotr(x, 7) ^ std::rotr(x, 18) ^ (x >> 3); }
std::uint32_t small_sigma1(std::uint32_t x) { return std::rotr(x, 17) ^ std::rotr(x, 19) ^ (x >> 10); }
std::uint32_t choose(std::uint32_t x, std::uint32_t y, std::uint32_t z) { return z ^ (x & (y ^ z)); }
std::uint32_t majority(std::uint32_t x, std::uint32_t y, std::uint32_t z) { return (x & y) | (z & (x | y)); }

// Fills up the 64 words from the first 16 and adds the round constants: all that the rounds need of a message.
void expand(std::uint32_t* w) {
    for (int i = 16; i < 64; ++i) w[i] = small_sigma1(w[i - 2]) + w[i - 7] + small_sigma0(w[i - 15]) + w[i - 16];
    for (int i = 0; i < 64; ++i) w[i] += crypto::kSha256RoundConstants[i];
}

// One compression: `out` may not be `state`.
void compress(std::uint32_t* out, const std::uint32_t* state, const std::uint32_t* expanded) {
    std::uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
    std::uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
    for (int i = 0; i < 64; ++i) {
        const std::uint32_t t1 = h + big_sigma1(e) + choose(e, f, g) + expanded[i];
        const std::uint32_t t2 = big_sigma0(a) + majority(a, b, c);
        h = g, g = f, f = e, e = d + t1;
        d = c, c = b, b = a, a = t1 + t2;
    }
    out[0] = state[0] + a, out[1] = state[1] + b, out[2] = state[2] + c, out[3] = state[3] + d;
    out[4] = state[4] + e, out[5] = state[5] + f, out[6] = state[6] + g, out[7] = state[7] + h;
}

// The first word of the double hash. The second message is a digest of 32 bytes: the bit 1 and its length follow.
std::uint32_t double_hash(const std::uint32_t* midstate, const std::uint32_t* last_block) {
    std::uint32_t second[64] = {};
    compress(second, midstate, last_block);
    second[8] = 0x80000000;
    second[15] = 256;
    expand(second);
    std::uint32_t digest[8];
    compress(digest, kInitial, second);
    return digest[0];
}

}  // namespace

std::uint32_t search_portable(const FractionTask& task, std::uint32_t* hits) {
    std::uint32_t last_block[64];
    for (int i = 0; i < 16; ++i) last_block[i] = task.last_block[i];
    expand(last_block);

    std::uint32_t found = 0;
    for (std::uint32_t i = 0; i < task.count; ++i)
        if ((double_hash(task.midstates + kMidstateWords * i, last_block) & task.first_word_mask) == 0)
            hits[found++] = i;
    return found;
}

}  // namespace chaincore::miner
