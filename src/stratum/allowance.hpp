// SPDX-License-Identifier: MIT
// So much a second, and some at once: what a session may ask for, and how often it may be wrong. Pure: the times are
// handed in. One thread.
#pragma once

#include <algorithm>
#include <chrono>

namespace chaincore::stratum {

class Allowance {
public:
    using Time = std::chrono::steady_clock::time_point;

    Allowance(double per_second, double at_once, Time now)
        : per_second_(per_second), at_once_(at_once), left_(at_once), at_(now) {}

    // False: it is used up.
    bool take(Time now) {
        const double come = std::chrono::duration<double>(now - at_).count() * per_second_;
        left_ = std::min(at_once_, left_ + come);
        at_ = now;
        if (left_ < 1) return false;
        left_ -= 1;
        return true;
    }

private:
    double per_second_;
    double at_once_;
    double left_;
    Time at_;
};

}  // namespace chaincore::stratum
