// SPDX-License-Identifier: MIT
// A moment that somebody else named, as a person reads it. Pure functions.
#pragma once

#include "chaincore/chain/number.hpp"

#include <string>

namespace chaincore::cli {

// Seconds since the Unix epoch as "2026-11-28 05:52:56"; a number that is no time until the year 9999 stays a number.
std::string utc_text(const chain::Number& seconds);

}  // namespace chaincore::cli
