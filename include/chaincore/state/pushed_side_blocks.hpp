// SPDX-License-Identifier: MIT
// How many blocks beside the best chain we take because somebody pushed them (docs/rules.md, "Chains"). Where the
// difficulty is low they cost their sender nothing, and us a place on the disk and in memory for good. One thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace chaincore::state {

class PushedSideBlocks {
public:
    // A branch may leave so many blocks of the best chain behind.
    static constexpr std::uint64_t kMaxDepth = 100;
    // Of all branches, at heights that are no deeper than that.
    static constexpr std::size_t kMaxBlocks = 500;
    static constexpr std::size_t kMaxBytes = std::size_t{32} << 20;  // of their texts

    // May one more be taken at this height, beside a best chain that ends at tip_height?
    bool have_room(std::uint64_t height, std::size_t bytes, std::uint64_t tip_height);
    void add(std::uint64_t height, std::size_t bytes);

private:
    struct Taken {
        std::uint64_t height = 0;
        std::size_t bytes = 0;
    };

    std::vector<Taken> taken_;
    std::size_t bytes_ = 0;  // of all of them
};

}  // namespace chaincore::state
