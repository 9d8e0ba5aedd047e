// SPDX-License-Identifier: MIT
#include "chaincore/crypto/sha256_constants.hpp"
#include "crypto/sha256_kernels.hpp"

#include <immintrin.h>

// Intel SHA Extensions. The instructions want the state as ABEF and CDGH and the message four words at a time.

namespace chaincore::crypto {
namespace {

// Four rounds from round 4 * group on.
inline void four_rounds(__m128i& abef, __m128i& cdgh, __m128i words, int group) {
    const __m128i constants = _mm_load_si128(reinterpret_cast<const __m128i*>(kSha256RoundConstants) + group);
    const __m128i input = _mm_add_epi32(words, constants);
    cdgh = _mm_sha256rnds2_epu32(cdgh, abef, input);
    abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(input, 0x0e));
}

// W[t..t+3] from the sixteen words before them.
inline __m128i next_words(__m128i w0, __m128i w4, __m128i w8, __m128i w12) {
    const __m128i sum = _mm_add_epi32(_mm_sha256msg1_epu32(w0, w4), _mm_alignr_epi8(w12, w8, 4));
    return _mm_sha256msg2_epu32(sum, w12);
}

}  // namespace

void sha256_compress_sha_ni(std::uint32_t* state, const std::uint8_t* blocks, std::size_t count) {
    const __m128i byte_swap = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    auto* const words_of_state = reinterpret_cast<__m128i*>(state);
    const __m128i dcba = _mm_loadu_si128(words_of_state);
    const __m128i hgfe = _mm_loadu_si128(words_of_state + 1);
    const __m128i cdab = _mm_shuffle_epi32(dcba, 0xb1);
    const __m128i efgh = _mm_shuffle_epi32(hgfe, 0x1b);
    __m128i abef = _mm_alignr_epi8(cdab, efgh, 8);
    __m128i cdgh = _mm_blend_epi16(efgh, cdab, 0xf0);

    for (; count > 0; --count, blocks += 64) {
        const __m128i abef_before = abef;
        const __m128i cdgh_before = cdgh;
        __m128i w[4];
        for (int i = 0; i < 4; ++i) {
            const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(blocks) + i);
            w[i] = _mm_shuffle_epi8(bytes, byte_swap);
            four_rounds(abef, cdgh, w[i], i);
        }
        for (int group = 4; group < 16; ++group) {
            const int i = group % 4;
            w[i] = next_words(w[i], w[(i + 1) % 4], w[(i + 2) % 4], w[(i + 3) % 4]);
            four_rounds(abef, cdgh, w[i], group);
        }
        abef = _mm_add_epi32(abef, abef_before);
        cdgh = _mm_add_epi32(cdgh, cdgh_before);
    }

    const __m128i feba = _mm_shuffle_epi32(abef, 0x1b);
    const __m128i dchg = _mm_shuffle_epi32(cdgh, 0xb1);
    _mm_storeu_si128(words_of_state, _mm_blend_epi16(feba, dchg, 0xf0));
    _mm_storeu_si128(words_of_state + 1, _mm_alignr_epi8(dchg, feba, 8));
}

}  // namespace chaincore::crypto
