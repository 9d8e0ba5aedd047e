// SPDX-License-Identifier: MIT
#include "chaincore/chain/amount.hpp"

#include "chaincore/chain/number.hpp"

#include <cmath>
#include <limits>

namespace chaincore::chain {

double ulp(double value) {
    // Above the largest double there is no other: the distance downwards is the same there.
    if (value == std::numeric_limits<double>::max()) return value - std::nextafter(value, 0.0);
    return std::nextafter(value, std::numeric_limits<double>::infinity()) - value;
}

std::string sum_text(double sum) { return std::isfinite(sum) ? Number{sum}.text() : "more than a double can hold"; }

}  // namespace chaincore::chain
