// SPDX-License-Identifier: MIT
// What BracketScan leaves to the widest registers of the CPU. Plain data only: a file that implements it is compiled
// for an instruction set that the rest of the program may not use. Any thread.
#pragma once

#include <cstddef>

namespace chaincore::sync {

inline constexpr std::size_t kBracketBlock = 64;  // bytes

// Where in an object a scan is.
struct BracketState {
    std::size_t max_depth = 0;
    std::size_t depth = 0;
    bool in_string = false;
};

// Moves over whole blocks in which nothing is decided, without a backslash in them and where the depth can neither
// reach 0 nor exceed its limit, and returns how many bytes they are. The byte before the first one escapes nothing.
using SkipBlocks = std::size_t (*)(BracketState& state, const char* bytes, std::size_t size);

// The definition by which the other is judged.
std::size_t skip_blocks_portable(BracketState& state, const char* bytes, std::size_t size);

// Needs AVX2 and POPCNT.
std::size_t skip_blocks_avx2(BracketState& state, const char* bytes, std::size_t size);

}  // namespace chaincore::sync
