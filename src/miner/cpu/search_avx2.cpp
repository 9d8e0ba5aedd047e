// SPDX-License-Identifier: MIT
#include "chaincore/crypto/sha256_constants.hpp"
#include "miner/cpu/search_kernel.hpp"

#include <immintrin.h>

// AVX2: eight nonces side by side, each in a 32-bit lane of every register.

namespace chaincore::miner {
namespace {

constexpr std::uint32_t kLanes = 8;

// After so many rounds every word of the state is back in its register. Loops of a few periods, not 128 rounds in one
// piece: those would not fit the cache of decoded instructions.
constexpr int kPeriod = 8;

inline __m256i broadcast(std::uint32_t word) { return _mm256_set1_epi32(static_cast<int>(word)); }

inline __m256i add(__m256i x, __m256i y) { return _mm256_add_epi32(x, y); }

template <int kBits>
inline __m256i shift_right(__m256i x) {
    return _mm256_srli_epi32(x, kBits);
}

// The two halves of a rotation have no bit in common: exclusive or joins them, and several rotations in any order.
template <int kBits>
inline __m256i rotate_right(__m256i x) {
    return _mm256_xor_si256(_mm256_srli_epi32(x, kBits), _mm256_slli_epi32(x, 32 - kBits));
}

inline __m256i xor_of_three(__m256i x, __m256i y, __m256i z) { return _mm256_xor_si256(_mm256_xor_si256(x, y), z); }

inline __m256i big_sigma0(__m256i x) {
    return xor_of_three(rotate_right<2>(x), rotate_right<13>(x), rotate_right<22>(x));
}

inline __m256i big_sigma1(__m256i x) {
    return xor_of_three(rotate_right<6>(x), rotate_right<11>(x), rotate_right<25>(x));
}

inline __m256i small_sigma0(__m256i x) {
    return xor_of_three(rotate_right<7>(x), rotate_right<18>(x), shift_right<3>(x));
}

inline __m256i small_sigma1(__m256i x) {
    return xor_of_three(rotate_right<17>(x), rotate_right<19>(x), shift_right<10>(x));
}

inline __m256i choose(__m256i e, __m256i f, __m256i g) {
    return _mm256_xor_si256(g, _mm256_and_si256(e, _mm256_xor_si256(f, g)));
}

// One word of eight states or digests, a to h.
struct State {
    __m256i a, b, c, d, e, f, g, h;
};

// a_xor_b belongs to the state before; majority(a, b, c) is b where a and b agree and c elsewhere, and the next round's
// b and c are this one's a and b, so that each exclusive or serves twice. input: message word with its constant added.
inline void round(State& s, __m256i& b_xor_c, __m256i input) {
    const __m256i t1 = add(add(s.h, input), add(big_sigma1(s.e), choose(s.e, s.f, s.g)));
    const __m256i a_xor_b = _mm256_xor_si256(s.a, s.b);
    const __m256i majority = _mm256_xor_si256(s.b, _mm256_and_si256(a_xor_b, b_xor_c));
    const __m256i t2 = add(big_sigma0(s.a), majority);
    b_xor_c = a_xor_b;
    s = {add(t1, t2), s.a, s.b, s.c, add(s.d, t1), s.e, s.f, s.g};
}

// What is the same for all nonces of a task, in every lane.
struct Table {
    __m256i last_block[64];  // the fifth block's words with their constants added
    __m256i constants[64];   // those of the rounds
};

inline std::uint32_t rotated(std::uint32_t x, int bits) { return x >> bits | x << (32 - bits); }

void fill(Table& table, const std::uint32_t* last_block) {
    std::uint32_t w[64];
    for (int t = 0; t < 64; ++t) {
        if (t < 16) {
            w[t] = last_block[t];
        } else {
            const std::uint32_t sigma0 = rotated(w[t - 15], 7) ^ rotated(w[t - 15], 18) ^ w[t - 15] >> 3;
            const std::uint32_t sigma1 = rotated(w[t - 2], 17) ^ rotated(w[t - 2], 19) ^ w[t - 2] >> 10;
            w[t] = sigma1 + w[t - 7] + sigma0 + w[t - 16];
        }
        table.last_block[t] = broadcast(w[t] + crypto::kSha256RoundConstants[t]);
        table.constants[t] = broadcast(crypto::kSha256RoundConstants[t]);
    }
}

// Eight rows of eight words become their columns: word i of eight midstates into one register.
inline State transposed(const std::uint32_t* midstates) {
    __m256i row[8], pair[8], four[8];
    for (int i = 0; i < 8; ++i) row[i] = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(midstates) + i);
    for (int i = 0; i < 8; i += 2) {
        pair[i] = _mm256_unpacklo_epi32(row[i], row[i + 1]);
        pair[i + 1] = _mm256_unpackhi_epi32(row[i], row[i + 1]);
    }
    for (int i = 0; i < 8; i += 4) {
        four[i] = _mm256_unpacklo_epi64(pair[i], pair[i + 2]);
        four[i + 1] = _mm256_unpackhi_epi64(pair[i], pair[i + 2]);
        four[i + 2] = _mm256_unpacklo_epi64(pair[i + 1], pair[i + 3]);
        four[i + 3] = _mm256_unpackhi_epi64(pair[i + 1], pair[i + 3]);
    }
    constexpr int kLowHalves = 0x20, kHighHalves = 0x31;
    return {_mm256_permute2x128_si256(four[0], four[4], kLowHalves),
            _mm256_permute2x128_si256(four[1], four[5], kLowHalves),
            _mm256_permute2x128_si256(four[2], four[6], kLowHalves),
            _mm256_permute2x128_si256(four[3], four[7], kLowHalves),
            _mm256_permute2x128_si256(four[0], four[4], kHighHalves),
            _mm256_permute2x128_si256(four[1], four[5], kHighHalves),
            _mm256_permute2x128_si256(four[2], four[6], kHighHalves),
            _mm256_permute2x128_si256(four[3], four[7], kHighHalves)};
}

// The first compression: the fifth block on top of each midstate. Leaves the eight words of the digests.
inline void hash_last_block(const std::uint32_t* midstates, const Table& table, __m256i* digest) {
    const State before = transposed(midstates);
    State s = before;
    __m256i b_xor_c = _mm256_xor_si256(s.b, s.c);
    for (int t = 0; t < 64; t += kPeriod) {
#pragma GCC unroll 8
        for (int i = 0; i < kPeriod; ++i) round(s, b_xor_c, table.last_block[t + i]);
    }
    digest[0] = add(s.a, before.a), digest[1] = add(s.b, before.b);
    digest[2] = add(s.c, before.c), digest[3] = add(s.d, before.d);
    digest[4] = add(s.e, before.e), digest[5] = add(s.f, before.f);
    digest[6] = add(s.g, before.g), digest[7] = add(s.h, before.h);
}

// The digest as a message: the bit 1 and the length of 256 bits follow its eight words.
constexpr std::uint32_t message_word(int t) { return t == 8 ? 0x80000000 : t == 15 ? 256 : 0; }

constexpr bool is_zero(int t) { return t > 8 && t < 15; }

// W[t] from the sixteen words before it, of which W[i] lies in w[i % 16].
inline __m256i next_word(const __m256i* w, int t) {
    return add(add(w[t % 16], small_sigma0(w[(t + 1) % 16])), add(w[(t + 9) % 16], small_sigma1(w[(t + 14) % 16])));
}

// The same for 16 <= t < 32: the words that are zero are left out.
inline __m256i early_word(const __m256i* w, int t) {
    __m256i sum = is_zero(t - 16) ? _mm256_setzero_si256() : w[t - 16];
    if (!is_zero(t - 15)) sum = add(sum, small_sigma0(w[(t - 15) % 16]));
    if (!is_zero(t - 7)) sum = add(sum, w[(t - 7) % 16]);
    if (!is_zero(t - 2)) sum = add(sum, small_sigma1(w[(t - 2) % 16]));
    return sum;
}

// The second compression; returns the first words of the double hashes. w: the digests, and room for 16 words in all.
inline __m256i hash_digests(__m256i* w, const Table& table) {
    const __m256i initial_a = broadcast(0x6a09e667);
    State s = {initial_a,
               broadcast(0xbb67ae85),
               broadcast(0x3c6ef372),
               broadcast(0xa54ff53a),
               broadcast(0x510e527f),
               broadcast(0x9b05688c),
               broadcast(0x1f83d9ab),
               broadcast(0x5be0cd19)};
    __m256i b_xor_c = _mm256_xor_si256(s.b, s.c);
    for (int t = 8; t < 16; ++t) w[t] = broadcast(message_word(t));
#pragma GCC unroll 16
    for (int t = 0; t < 16; ++t)
        round(s, b_xor_c,
              t < 8 ? add(w[t], table.constants[t]) : broadcast(message_word(t) + crypto::kSha256RoundConstants[t]));
#pragma GCC unroll 16
    for (int t = 16; t < 32; ++t) {
        w[t % 16] = early_word(w, t);
        round(s, b_xor_c, add(w[t % 16], table.constants[t]));
    }
    for (int t = 32; t < 64; t += 16) {
#pragma GCC unroll 16
        for (int i = 0; i < 16; ++i) {
            w[i] = next_word(w, i);
            round(s, b_xor_c, add(w[i], table.constants[t + i]));
        }
    }
    return add(s.a, initial_a);
}

// Tries eight nonces; a bit for each that passes the mask.
[[gnu::noinline]] std::uint32_t try_lanes(const std::uint32_t* midstates, const Table& table, std::uint32_t mask) {
    __m256i message[16];
    hash_last_block(midstates, table, message);
    const __m256i masked = _mm256_and_si256(hash_digests(message, table), broadcast(mask));
    const __m256i passes = _mm256_cmpeq_epi32(masked, _mm256_setzero_si256());
    return static_cast<std::uint32_t>(_mm256_movemask_ps(_mm256_castsi256_ps(passes)));
}

// Writes the lanes that passed; returns the number of hits, those before included.
inline std::uint32_t note_hits(std::uint32_t passed, std::uint32_t first, std::uint32_t* hits, std::uint32_t found) {
    for (std::uint32_t lane = 0; passed != 0; ++lane, passed >>= 1)
        if ((passed & 1) != 0) hits[found++] = first + lane;
    return found;
}

}  // namespace

std::uint32_t search_avx2(const FractionTask& task, std::uint32_t* hits) {
    Table table;
    fill(table, task.last_block);

    std::uint32_t found = 0;
    std::uint32_t next = 0;
    for (; next + kLanes <= task.count; next += kLanes)
        found = note_hits(try_lanes(task.midstates + kMidstateWords * next, table, task.first_word_mask), next, hits,
                          found);
    const std::uint32_t rest = task.count - next;
    if (rest == 0) return found;

    std::uint32_t padded[kMidstateWords * kLanes] = {};  // the lanes without a nonce try zeros, and are not asked
    for (std::uint32_t i = 0; i < kMidstateWords * rest; ++i) padded[i] = task.midstates[kMidstateWords * next + i];
    const std::uint32_t real_lanes = (1U << rest) - 1;
    return note_hits(try_lanes(padded, table, task.first_word_mask) & real_lanes, next, hits, found);
}

}  // namespace chaincore::miner
