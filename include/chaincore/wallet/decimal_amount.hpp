// SPDX-License-Identifier: MIT
// Amounts as people and Python write them: 1.5, .5, 1_000, 1e-08. Any thread.
#pragma once

#include "chaincore/util/result.hpp"

#include <string_view>

namespace chaincore::wallet {

// The nearest double, as Python's float() reads it: digits with at most one point, an underscore between two digits, an
// exponent. No sign, no blanks, no infinity, and no comma, which is a point to some people and separates thousands for
// others. The Error's sentence shows what was found.
Result<double, Error> parse_decimal_amount(std::string_view text);

}  // namespace chaincore::wallet
