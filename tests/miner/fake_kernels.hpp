// SPDX-License-Identifier: MIT
// Kernels that do not do what they should. Any thread.
#pragma once

#include "chaincore/miner/kernel.hpp"

namespace chaincore::miner::test {

extern const Kernel kIdle;     // finds nothing, and quickly
extern const Kernel kLiar;     // claims the first nonce, whose hash it never looked at
extern const Kernel kLazy;     // leaves the last nonce out
extern const Kernel kBlurred;  // is wrong in the lowest bit of what it gives

}  // namespace chaincore::miner::test
