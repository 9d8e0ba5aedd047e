// SPDX-License-Identifier: MIT
#include "chaincore/crypto/sha256_constants.hpp"
#include "chaincore/crypto/sha256_functions.hpp"
#include "crypto/sha256_kernels.hpp"

namespace chaincore::crypto {
namespace {

void compress_block(std::uint32_t* state, const std::uint8_t* block) {
    std::uint32_t w[64];
    for (int i = 0; i < 16; ++i) w[i] = load_big_endian(block + 4 * i);
    expand_schedule(w);

    std::uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
    std::uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
    for (int i = 0; i < 64; ++i) {
        const std::uint32_t t1 = h + big_sigma1(e) + choose(e, f, g) + kSha256RoundConstants[i] + w[i];
        const std::uint32_t t2 = big_sigma0(a) + majority(a, b, c);
        h = g, g = f, f = e, e = d + t1;
        d = c, c = b, b = a, a = t1 + t2;
    }
    state[0] += a, state[1] += b, state[2] += c, state[3] += d;
    state[4] += e, state[5] += f, state[6] += g, state[7] += h;
}

}  // namespace

void sha256_compress_portable(std::uint32_t* state, const std::uint8_t* blocks, std::size_t count) {
    for (; count > 0; --count, blocks += 64) compress_block(state, blocks);
}

}  // namespace chaincore::crypto
