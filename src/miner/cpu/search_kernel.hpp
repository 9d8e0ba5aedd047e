// SPDX-License-Identifier: MIT
// What a search kernel gets and gives, and the kernels that search_dispatch.cpp chooses from. Plain data only: the
// files that implement them are compiled for instruction sets that the rest of the program may not use. Any thread.
#pragma once

#include <cstddef>
#include <cstdint>

namespace chaincore::miner {

inline constexpr std::size_t kMidstateWords = 8;

// One fraction of a job's second, to be tried with every nonce of a group.
struct FractionTask {
    const std::uint32_t*
        midstates;        // kMidstateWords for each nonce: SHA-256's state after the first four blocks, a first
    std::uint32_t count;  // of nonces, any number
    const std::uint32_t* last_block;  // 16 words: the fifth block, the same for all nonces
    std::uint32_t first_word_mask;    // the bits that must be zero in the first word of the double hash
};

// A kernel writes the indexes of the nonces whose double hash passes the mask to `hits`, which has room for all, in
// ascending order, and returns how many there are.

// The definition by which the others are judged.
std::uint32_t search_portable(const FractionTask& task, std::uint32_t* hits);

// Needs SHA-NI, SSE4.1 and SSSE3.
std::uint32_t search_sha_ni(const FractionTask& task, std::uint32_t* hits);

// Needs AVX2, and an operating system that keeps its registers.
std::uint32_t search_avx2(const FractionTask& task, std::uint32_t* hits);

}  // namespace chaincore::miner
