// SPDX-License-Identifier: MIT
#include "chaincore/consensus/median_time.hpp"

#include <algorithm>

namespace chaincore::consensus {

std::optional<double> median_time(std::vector<double> timestamps) {
    if (timestamps.empty()) return std::nullopt;
    const auto middle = timestamps.begin() + static_cast<std::ptrdiff_t>(timestamps.size() / 2);
    std::nth_element(timestamps.begin(), middle, timestamps.end());
    return *middle;
}

}  // namespace chaincore::consensus
