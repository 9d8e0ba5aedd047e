// SPDX-License-Identifier: MIT
// Amounts as people write them: 1.5, 0.00000001, 12. Any thread.
#pragma once

#include "chaincore/util/result.hpp"

#include <string_view>

namespace chaincore::wallet {

// The nearest double, as Python's float() reads it. Digits with at most one point between them: no sign, no exponent,
// no blanks, no infinity. The Error's sentence shows what was found.
Result<double, Error> parse_decimal_amount(std::string_view text);

}  // namespace chaincore::wallet
