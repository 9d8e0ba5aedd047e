// SPDX-License-Identifier: MIT
// Consecutive nonces of one job, made ready for a kernel. One thread.
#pragma once

#include "chaincore/miner/kernel.hpp"
#include "chaincore/miner/preimage_layout.hpp"
#include "chaincore/util/cache_aligned.hpp"
#include "miner/cpu/search_kernel.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace chaincore::miner {

class NonceGroup {
public:
    // layout must outlive the group. A count that is no multiple of the kernel's batch costs what the multiple costs.
    NonceGroup(const PreimageLayout& layout, const Kernel& kernel, std::uint64_t first_nonce, std::uint32_t count);

    // As many other ones. Allocates nothing.
    void move_to(std::uint64_t first_nonce);

    // The first words of the double hashes with this fraction, as the kernel says; valid until the next call. Allocates
    // nothing.
    std::span<const std::uint32_t> first_words(std::uint32_t fraction);

    // The nonces whose double hash has zeros where the mask of its first word has ones, as the kernel claims: distances
    // from the first one, ascending; valid until the next call. Allocates nothing.
    std::span<const std::uint32_t> search(std::uint32_t fraction, std::uint32_t first_word_mask);

private:
    using Schedule = std::array<std::uint32_t, 64>;
    using Words = util::CacheAlignedVector<std::uint32_t>;

    void start(const Schedule& schedule);
    std::uint32_t collect_hits(std::uint32_t first_word_mask);

    const PreimageLayout* layout_;
    const KernelCode* code_;
    const std::uint32_t count_;
    const std::uint32_t padded_;  // whole batches; what is behind the count is the last nonce again
    Words midstates_;
    Words started_;
    std::array<std::uint32_t, kRoundsBehind> started_with_{};  // the first words of the schedule
    bool is_started_ = false;
    Words first_words_;  // what the kernel gives; then the hits, from the beginning on
};

}  // namespace chaincore::miner
