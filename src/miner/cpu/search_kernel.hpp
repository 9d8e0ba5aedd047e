// SPDX-License-Identifier: MIT
// What a search kernel gets and gives, and the kernels that search_dispatch.cpp chooses from. Plain data only: it is
// the contract between C++ and the assembly that src/miner/cpu/generator writes. Any thread.
#pragma once

#include <cstddef>
#include <cstdint>

namespace chaincore::miner {

inline constexpr std::size_t kStateWords = 8;

// The first words of the last block do not change while the last digits of a fraction do: this many rounds are done
// once for all these fractions.
inline constexpr std::size_t kRoundsBehind = 2;

// Where the words of states lie. A kernel reads whole registers: `lanes` nonces side by side, and a row for each letter
// of the state, a to h, in the kernel's own order.
struct StateLayout {
    std::uint32_t lanes;
    std::uint8_t row_of[kStateWords];

    constexpr std::size_t index(std::size_t nonce, std::size_t letter) const {
        return nonce / lanes * lanes * kStateWords + row_of[letter] * lanes + nonce % lanes;
    }
};

struct KernelCode {
    // Makes the first words of the double hashes of `count` nonces, which must be a multiple of `batch` and not 0.
    // midstates: SHA-256's states after the first four blocks; started: the same with kRoundsBehind rounds of the last
    // block done; both as `layout` says, on a cache line. schedule: the 64 words of the last block's message schedule
    // with the round constants added, the same for all nonces. Reads and writes nothing else.
    void (*first_words)(const std::uint32_t* midstates, const std::uint32_t* started, const std::uint32_t* schedule,
                        std::uint32_t count, std::uint32_t* first_words);
    std::uint32_t batch;  // a multiple of the layout's lanes
    StateLayout layout;
};

// The definition by which the others are judged.
extern const KernelCode kPortableCode;

#if defined(__x86_64__)
// Needs SHA-NI, SSE4.1 and AVX (for instructions that leave their sources alone).
extern const KernelCode kShaNiCode;

// Needs AVX2, and an operating system that keeps its registers.
extern const KernelCode kAvx2Code;

// Needs AVX-512F, likewise.
extern const KernelCode kAvx512Code;
#endif

}  // namespace chaincore::miner
