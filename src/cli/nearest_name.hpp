// SPDX-License-Identifier: MIT
// What somebody may have meant who wrote a name that is not known. Any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace chaincore::cli {

// How many characters must be added, left out, replaced, or swapped with their neighbour (optimal string alignment).
std::size_t edit_distance(std::string_view one, std::string_view other);

// The nearest of the names, the first of those that are equally near; empty: none is, by one difference or one for each
// three characters.
std::string nearest_name(std::string_view name, const std::vector<std::string>& names);

// ", did you mean X?", or nothing.
std::string did_you_mean(std::string_view name, const std::vector<std::string>& names);

}  // namespace chaincore::cli
