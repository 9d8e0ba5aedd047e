// SPDX-License-Identifier: MIT
#include "chaincore/state/pushed_side_blocks.hpp"

namespace chaincore::state {

bool PushedSideBlocks::have_room(std::uint64_t height, std::size_t bytes, std::uint64_t tip_height) {
    const auto is_too_deep = [&](std::uint64_t at) { return at + kMaxDepth <= tip_height; };
    std::erase_if(taken_, [&](const Taken& taken) {
        if (!is_too_deep(taken.height)) return false;
        bytes_ -= taken.bytes;
        return true;
    });
    return !is_too_deep(height) && taken_.size() < kMaxBlocks && bytes_ + bytes <= kMaxBytes;
}

void PushedSideBlocks::add(std::uint64_t height, std::size_t bytes) {
    taken_.push_back({height, bytes});
    bytes_ += bytes;
}

}  // namespace chaincore::state
