// SPDX-License-Identifier: MIT
#include "chaincore/crypto/sha256.hpp"
#include "chaincore/crypto/sha256_constants.hpp"
#include "chaincore/crypto/sha256_functions.hpp"
#include "miner/cpu/search_kernel.hpp"

#include <algorithm>

namespace chaincore::miner {
namespace {

constexpr int kRounds = 64;

// The rounds from the first one on, with all that they need of a message. Unrolled, the words of the state change
// names and not places (9 % faster).
template <int kFirstRound>
void do_rounds(std::uint32_t* state, const std::uint32_t* schedule) {
    std::uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
    std::uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
#pragma GCC unroll 64
    for (int i = kFirstRound; i < kRounds; ++i) {
        const std::uint32_t t1 = h + crypto::big_sigma1(e) + crypto::choose(e, f, g) + schedule[i];
        const std::uint32_t t2 = crypto::big_sigma0(a) + crypto::majority(a, b, c);
        h = g, g = f, f = e, e = d + t1;
        d = c, c = b, b = a, a = t1 + t2;
    }
    state[0] = a, state[1] = b, state[2] = c, state[3] = d;
    state[4] = e, state[5] = f, state[6] = g, state[7] = h;
}

// The second message is a digest of 32 bytes: the bit 1 and its length follow.
std::uint32_t first_word_of_second_hash(const std::uint32_t* digest) {
    std::uint32_t schedule[kRounds] = {};
    std::copy_n(digest, kStateWords, schedule);
    schedule[8] = 0x80000000;
    schedule[15] = 256;
    crypto::expand_schedule(schedule);
    crypto::add_round_constants(schedule);
    crypto::Sha256State state = crypto::kSha256Initial;
    do_rounds<0>(state.data(), schedule);
    return crypto::kSha256Initial[0] + state[0];
}

void first_words(const std::uint32_t* midstates, const std::uint32_t* started, const std::uint32_t* schedule,
                 std::uint32_t count, std::uint32_t* first_words) {
    for (std::uint32_t i = 0; i < count; ++i) {
        std::uint32_t state[kStateWords];
        std::copy_n(started + kStateWords * i, kStateWords, state);
        do_rounds<kRoundsBehind>(state, schedule);
        for (std::size_t j = 0; j < kStateWords; ++j) state[j] += midstates[kStateWords * i + j];
        first_words[i] = first_word_of_second_hash(state);
    }
}

}  // namespace

const KernelCode kPortableCode = {first_words, 1, {1, {0, 1, 2, 3, 4, 5, 6, 7}}};

}  // namespace chaincore::miner
