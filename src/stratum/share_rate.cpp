// SPDX-License-Identifier: MIT
#include "stratum/share_rate.hpp"

#include <algorithm>
#include <cmath>

namespace chaincore::stratum {
namespace {

using Seconds = std::chrono::duration<double>;

constexpr Seconds kShort{60};
constexpr Seconds kLong{900};

// What is left of a weight of 1.
double weight(Seconds age, Seconds span) { return std::exp(-age / span); }

// All weights since the beginning add up to this.
double rate_of(double sum, Seconds age, Seconds span) {
    // Shares of the first second say little.
    const double whole = span.count() * (1 - weight(std::max(age, Seconds{1}), span));
    return sum / whole;
}

}  // namespace

void ShareRate::note_share(Time now, std::uint64_t tries) {
    const Seconds past = now - last_;
    const auto added = static_cast<double>(tries);
    short_sum_ = short_sum_ * weight(past, kShort) + added;
    long_sum_ = long_sum_ * weight(past, kLong) + added;
    last_ = now;
}

ShareRates ShareRate::rates(Time now) const {
    const Seconds past = now - last_;
    const Seconds age = now - since_;
    return {rate_of(short_sum_ * weight(past, kShort), age, kShort),
            rate_of(long_sum_ * weight(past, kLong), age, kLong)};
}

}  // namespace chaincore::stratum
