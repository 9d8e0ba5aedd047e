// SPDX-License-Identifier: MIT
#include "chaincore/stratum/share_pace.hpp"

#include <algorithm>
#include <cmath>

namespace chaincore::stratum {

std::optional<std::uint64_t> SharePace::look(Time now, std::uint64_t highest) {
    const bool is_above = difficulty_ > highest;
    const bool is_due = now - since_ >= kSpan || has_many();
    if (!is_due && !is_above) return std::nullopt;
    const std::uint64_t before = difficulty_;
    if (is_due) {
        difficulty_ = wanted(now);
        since_ = now;
        shares_ = 0;
    }
    difficulty_ = std::clamp<std::uint64_t>(difficulty_, 1, highest);
    return difficulty_ == before ? std::nullopt : std::optional(difficulty_);
}

std::uint64_t SharePace::wanted(Time now) const {
    const auto seconds = std::max(std::chrono::duration<double>(now - since_).count(), 0.001);
    // Without a share there might have been one the next moment.
    const double shares = std::max(static_cast<double>(shares_), 0.5);
    const double factor = shares * static_cast<double>(kPerShare.count()) / seconds;
    if (factor < kTolerance && factor > 1 / kTolerance) return difficulty_;
    constexpr auto kMost = static_cast<double>(kMostChange);
    const double wanted = static_cast<double>(difficulty_) * std::clamp(factor, 1 / kMost, kMost);
    constexpr double kHighest = 0x1p63;
    return static_cast<std::uint64_t>(std::clamp(std::round(wanted), 1.0, kHighest));
}

}  // namespace chaincore::stratum
