// SPDX-License-Identifier: MIT
// The time that a block must be later than (docs/rules.md, `timestamp_too_old`). Any thread.
#pragma once

#include <optional>
#include <vector>

namespace chaincore::consensus {

// The median of the last blocks' timestamps in seconds, the upper one of an even number; none of none.
std::optional<double> median_time(std::vector<double> timestamps);

}  // namespace chaincore::consensus
