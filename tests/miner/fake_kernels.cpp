// SPDX-License-Identifier: MIT
#include "miner/fake_kernels.hpp"

#include "miner/cpu/search_kernel.hpp"

#include <algorithm>

namespace chaincore::miner::test {
namespace {

using Words = const std::uint32_t*;

void find_nothing(Words, Words, Words, std::uint32_t count, std::uint32_t* first_words) {
    std::fill_n(first_words, count, 0xffffffff);
}

void claim_first(Words, Words, Words, std::uint32_t count, std::uint32_t* first_words) {
    std::fill_n(first_words, count, 0xffffffff);
    first_words[0] = 0;
}

void leave_out_the_last(Words midstates, Words started, Words schedule, std::uint32_t count,
                        std::uint32_t* first_words) {
    kPortableCode.first_words(midstates, started, schedule, count - 1, first_words);
    first_words[count - 1] = 0xffffffff;
}

void blur(Words midstates, Words started, Words schedule, std::uint32_t count, std::uint32_t* first_words) {
    kPortableCode.first_words(midstates, started, schedule, count, first_words);
    for (std::uint32_t i = 0; i < count; ++i) first_words[i] ^= 1;
}

constexpr StateLayout kPlain = {1, {0, 1, 2, 3, 4, 5, 6, 7}};
constexpr KernelCode kIdleCode = {find_nothing, 1, kPlain}, kLiarCode = {claim_first, 1, kPlain},
                     kLazyCode = {leave_out_the_last, 1, kPlain}, kBlurredCode = {blur, 1, kPlain};

}  // namespace

const Kernel kIdle{"idle", &kIdleCode};
const Kernel kLiar{"liar", &kLiarCode};
const Kernel kLazy{"lazy", &kLazyCode};
const Kernel kBlurred{"blurred", &kBlurredCode};

}  // namespace chaincore::miner::test
