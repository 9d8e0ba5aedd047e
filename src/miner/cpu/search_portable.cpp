// SPDX-License-Identifier: MIT
#include "chaincore/crypto/sha256.hpp"
#include "chaincore/crypto/sha256_constants.hpp"
#include "chaincore/crypto/sha256_functions.hpp"
#include "miner/cpu/search_kernel.hpp"

namespace chaincore::miner {
namespace {

// Fills up the 64 words from the first 16 and adds the round constants: all that the rounds need of a message.
void expand(std::uint32_t* w) {
    crypto::expand_schedule(w);
    for (int i = 0; i < 64; ++i) w[i] += crypto::kSha256RoundConstants[i];
}

// One compression: `out` may not be `state`. Unrolled, the words of the state change names and not places (9 % faster).
void compress(std::uint32_t* out, const std::uint32_t* state, const std::uint32_t* expanded) {
    std::uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
    std::uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
#pragma GCC unroll 64
    for (int i = 0; i < 64; ++i) {
        const std::uint32_t t1 = h + crypto::big_sigma1(e) + crypto::choose(e, f, g) + expanded[i];
        const std::uint32_t t2 = crypto::big_sigma0(a) + crypto::majority(a, b, c);
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
    compress(digest, crypto::kSha256Initial.data(), second);
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
