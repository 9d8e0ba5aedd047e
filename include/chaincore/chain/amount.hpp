// SPDX-License-Identifier: MIT
// Sums of coins as every node computes them: IEEE doubles, added from left to right. Any thread.
#pragma once

#include <string>

namespace chaincore::chain {

// The reward of a block without fees (docs/rules.md, "Networks").
inline constexpr double kBlockReward = 50.0;

// The distance to the next double upwards, as Python's math.ulp. The value must be finite and not negative.
double ulp(double value);

// A sum in a sentence for a person; it may be infinite.
std::string sum_text(double sum);

}  // namespace chaincore::chain
