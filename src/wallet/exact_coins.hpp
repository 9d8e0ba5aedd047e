// SPDX-License-Identifier: MIT
// Looks for coins that pay an amount and a fee without change. Any thread.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace chaincore::wallet {

// The places of `count` amounts whose sum, added from left to right, is `wanted` but for `rounding`, and pleases
// `fits`; empty where there are none, or none that a search of some milliseconds finds. amounts: the largest first.
std::vector<std::size_t> find_exact_coins(std::span<const double> amounts, std::size_t count, double wanted,
                                          double rounding, const std::function<bool(double sum)>& fits);

}  // namespace chaincore::wallet
