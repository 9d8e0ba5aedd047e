// SPDX-License-Identifier: MIT
#include "cli/nearest_name.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace chaincore::cli {

std::size_t edit_distance(std::string_view one, std::string_view other) {
    std::vector<std::size_t> before_last(other.size() + 1), last(other.size() + 1), row(other.size() + 1);
    std::iota(last.begin(), last.end(), std::size_t{0});
    for (std::size_t i = 1; i <= one.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= other.size(); ++j) {
            const bool is_same = one[i - 1] == other[j - 1];
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (is_same ? 0 : 1)});
            if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                row[j] = std::min(row[j], before_last[j - 2] + 1);
        }
        std::swap(before_last, last);
        std::swap(last, row);
    }
    return last.back();
}

std::string nearest_name(std::string_view name, const std::vector<std::string>& names) {
    // Nobody misspells so long a name.
    constexpr std::size_t kLongest = 100;
    if (name.size() > kLongest) return {};
    std::size_t least = std::max<std::size_t>(2, name.size() / 3 + 1);
    std::string nearest;
    for (const std::string& candidate : names)
        if (const std::size_t distance = edit_distance(name, candidate); distance < least) {
            least = distance;
            nearest = candidate;
        }
    return nearest;
}

std::string did_you_mean(std::string_view name, const std::vector<std::string>& names) {
    const std::string nearest = nearest_name(name, names);
    return nearest.empty() ? "" : ", did you mean " + nearest + "?";
}

}  // namespace chaincore::cli
