// SPDX-License-Identifier: MIT
// Consecutive nonces of one job, made ready for a kernel. One thread.
#pragma once

#include "chaincore/miner/kernel.hpp"
#include "chaincore/miner/preimage_layout.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace chaincore::miner {

class NonceGroup {
public:
    // layout must outlive the group.
    NonceGroup(const PreimageLayout& layout, std::uint64_t first_nonce, std::uint32_t count);

    // The nonces that the kernel claims for this fraction, as distances from the first one; valid until the next call.
    std::span<const std::uint32_t> search(const Kernel& kernel, std::uint32_t fraction, std::uint32_t first_word_mask);

private:
    const PreimageLayout* layout_;
    std::vector<std::uint32_t> midstates_;
    std::vector<std::uint32_t> hits_;  // as large as the group, whatever it holds
};

}  // namespace chaincore::miner
