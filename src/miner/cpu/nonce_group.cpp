// SPDX-License-Identifier: MIT
#include "miner/cpu/nonce_group.hpp"

#include "chaincore/util/check.hpp"
#include "miner/cpu/search_kernel.hpp"

namespace chaincore::miner {

NonceGroup::NonceGroup(const PreimageLayout& layout, std::uint64_t first_nonce, std::uint32_t count)
    : layout_(&layout), hits_(count) {
    midstates_.reserve(kMidstateWords * count);
    for (std::uint32_t i = 0; i < count; ++i) {
        const crypto::Sha256State midstate = layout.midstate(first_nonce + i);
        midstates_.insert(midstates_.end(), midstate.begin(), midstate.end());
    }
}

std::span<const std::uint32_t> NonceGroup::search(const Kernel& kernel, std::uint32_t fraction,
                                                  std::uint32_t first_word_mask) {
    const PreimageLayout::Block last_block = layout_->last_block(fraction);
    const auto count = static_cast<std::uint32_t>(hits_.size());
    const std::uint32_t found =
        kernel.search({midstates_.data(), count, last_block.data(), first_word_mask}, hits_.data());
    CHAINCORE_CHECK(found <= count);
    return std::span(hits_).first(found);
}

}  // namespace chaincore::miner
