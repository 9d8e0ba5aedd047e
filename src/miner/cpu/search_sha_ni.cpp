// SPDX-License-Identifier: MIT
#include "chaincore/crypto/sha256_constants.hpp"
#include "miner/cpu/search_kernel.hpp"

#include <immintrin.h>

// Intel SHA Extensions. The instructions want the state as ABEF and CDGH and the message four words at a time. Two
// rounds take four cycles but a new pair may start in each, hence several nonces at a time.

namespace chaincore::miner {
namespace {

// How many nonces go side by side. Four hide the latency of the rounds, which is worth more than the registers that
// run short while each has a message schedule of its own: 128, 108 and 99 cycles a try with 2, 3 and 4 (Zen 3, g++ 12).
constexpr std::uint32_t kStreams = 4;

// The states of kCount nonces.
template <std::uint32_t kCount>
struct States {
    __m128i abef[kCount];
    __m128i cdgh[kCount];
};

inline __m128i round_constants(int group) {
    return _mm_load_si128(reinterpret_cast<const __m128i*>(crypto::kSha256RoundConstants) + group);
}

// Four rounds of one stream; `input`: four message words with their constants added.
inline void four_rounds(__m128i& abef, __m128i& cdgh, __m128i input) {
    cdgh = _mm_sha256rnds2_epu32(cdgh, abef, input);
    abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(input, 0x0e));
}

// W[t..t+3] from the sixteen words before them.
inline __m128i next_words(__m128i w0, __m128i w4, __m128i w8, __m128i w12) {
    const __m128i sum = _mm_add_epi32(_mm_sha256msg1_epu32(w0, w4), _mm_alignr_epi8(w12, w8, 4));
    return _mm_sha256msg2_epu32(sum, w12);
}

// The words of the last block with their constants added: sixteen groups of four rounds.
void expand(const std::uint32_t* last_block, __m128i* expanded) {
    __m128i w[4];
    for (int group = 0; group < 16; ++group) {
        const int i = group % 4;
        w[i] = group < 4 ? _mm_loadu_si128(reinterpret_cast<const __m128i*>(last_block) + group)
                         : next_words(w[i], w[(i + 1) % 4], w[(i + 2) % 4], w[(i + 3) % 4]);
        expanded[group] = _mm_add_epi32(w[i], round_constants(group));
    }
}

inline void load_state(const std::uint32_t* words, __m128i& abef, __m128i& cdgh) {
    const __m128i dcba = _mm_loadu_si128(reinterpret_cast<const __m128i*>(words));
    const __m128i hgfe = _mm_loadu_si128(reinterpret_cast<const __m128i*>(words) + 1);
    const __m128i cdab = _mm_shuffle_epi32(dcba, 0xb1);
    const __m128i efgh = _mm_shuffle_epi32(hgfe, 0x1b);
    abef = _mm_alignr_epi8(cdab, efgh, 8);
    cdgh = _mm_blend_epi16(efgh, cdab, 0xf0);
}

// The first compression: the fifth block on top of each midstate.
template <std::uint32_t kCount>
inline States<kCount> hash_last_block(const std::uint32_t* midstates, const __m128i* expanded) {
    States<kCount> state;
    for (std::uint32_t s = 0; s < kCount; ++s) load_state(midstates + kMidstateWords * s, state.abef[s], state.cdgh[s]);
    const States<kCount> before = state;
#pragma GCC unroll 16
    for (int group = 0; group < 16; ++group)
        for (std::uint32_t s = 0; s < kCount; ++s) four_rounds(state.abef[s], state.cdgh[s], expanded[group]);
    for (std::uint32_t s = 0; s < kCount; ++s) {
        state.abef[s] = _mm_add_epi32(state.abef[s], before.abef[s]);
        state.cdgh[s] = _mm_add_epi32(state.cdgh[s], before.cdgh[s]);
    }
    return state;
}

// The second compression: each digest as a message of 32 bytes. Puts the first word of each result into `first_words`.
template <std::uint32_t kCount>
inline void hash_digests(const States<kCount>& digest, std::uint32_t* first_words) {
    const __m128i initial_abef =
        _mm_set_epi32(0x6a09e667, static_cast<int>(0xbb67ae85), 0x510e527f, static_cast<int>(0x9b05688c));
    const __m128i initial_cdgh = _mm_set_epi32(0x3c6ef372, static_cast<int>(0xa54ff53a), 0x1f83d9ab, 0x5be0cd19);
    States<kCount> state;
    __m128i w[kCount][4];
    for (std::uint32_t s = 0; s < kCount; ++s) {
        const __m128i feba = _mm_shuffle_epi32(digest.abef[s], 0x1b);
        const __m128i dchg = _mm_shuffle_epi32(digest.cdgh[s], 0xb1);
        w[s][0] = _mm_blend_epi16(feba, dchg, 0xf0);
        w[s][1] = _mm_alignr_epi8(dchg, feba, 8);
        w[s][2] = _mm_set_epi32(0, 0, 0, static_cast<int>(0x80000000));
        w[s][3] = _mm_set_epi32(256, 0, 0, 0);
        state.abef[s] = initial_abef;
        state.cdgh[s] = initial_cdgh;
    }
#pragma GCC unroll 16
    for (int group = 0; group < 16; ++group) {
        const int i = group % 4;
        for (std::uint32_t s = 0; s < kCount; ++s) {
            if (group >= 4) w[s][i] = next_words(w[s][i], w[s][(i + 1) % 4], w[s][(i + 2) % 4], w[s][(i + 3) % 4]);
            four_rounds(state.abef[s], state.cdgh[s], _mm_add_epi32(w[s][i], round_constants(group)));
        }
    }
    for (std::uint32_t s = 0; s < kCount; ++s)
        first_words[s] = static_cast<std::uint32_t>(_mm_extract_epi32(_mm_add_epi32(state.abef[s], initial_abef), 3));
}

// Tries kCount nonces from `first` on; returns the number of hits, those before included.
template <std::uint32_t kCount>
inline std::uint32_t try_nonces(const FractionTask& task, const __m128i* expanded, std::uint32_t first,
                                std::uint32_t* hits, std::uint32_t found) {
    std::uint32_t first_words[kCount];
    hash_digests(hash_last_block<kCount>(task.midstates + kMidstateWords * first, expanded), first_words);
    for (std::uint32_t s = 0; s < kCount; ++s)
        if ((first_words[s] & task.first_word_mask) == 0) hits[found++] = first + s;
    return found;
}

}  // namespace

std::uint32_t search_sha_ni(const FractionTask& task, std::uint32_t* hits) {
    __m128i expanded[16];
    expand(task.last_block, expanded);

    std::uint32_t found = 0;
    std::uint32_t next = 0;
    for (; next + kStreams <= task.count; next += kStreams)
        found = try_nonces<kStreams>(task, expanded, next, hits, found);
    for (; next < task.count; ++next) found = try_nonces<1>(task, expanded, next, hits, found);
    return found;
}

}  // namespace chaincore::miner
