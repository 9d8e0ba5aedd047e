// SPDX-License-Identifier: MIT
// The kernels that src/miner/cpu/generator writes as assembly.
#include "miner/cpu/search_kernel.hpp"

extern "C" {
using FirstWords = void(const std::uint32_t* midstates, const std::uint32_t* started, const std::uint32_t* schedule,
                        std::uint32_t count, std::uint32_t* first_words);
FirstWords chaincore_first_words_sha_ni;
FirstWords chaincore_first_words_avx2;
FirstWords chaincore_first_words_avx512;
}

namespace chaincore::miner {

// sha256rnds2 wants F, E, B and A in one register, from its lowest word on, and H, G, D and C in another.
const KernelCode kShaNiCode = {chaincore_first_words_sha_ni, 2, {1, {3, 2, 7, 6, 1, 0, 5, 4}}};
const KernelCode kAvx2Code = {chaincore_first_words_avx2, 16, {8, {0, 1, 2, 3, 4, 5, 6, 7}}};
const KernelCode kAvx512Code = {chaincore_first_words_avx512, 48, {16, {0, 1, 2, 3, 4, 5, 6, 7}}};

}  // namespace chaincore::miner
