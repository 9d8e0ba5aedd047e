// SPDX-License-Identifier: MIT
// A clock that stands still while nothing is to be searched: what a worker does in a rest says nothing of it. Pure: the
// times are handed in. One thread.
#pragma once

#include <chrono>

namespace chaincore::stratum {

class SearchClock {
public:
    using Time = std::chrono::steady_clock::time_point;

    bool is_resting() const { return is_resting_; }
    void rest(Time now) {
        if (!is_resting_) passed_ += now - since_;
        is_resting_ = true;
    }
    void go_on(Time now) {
        if (is_resting_) since_ = now;
        is_resting_ = false;
    }
    Time at(Time now) const { return Time{} + passed_ + (is_resting_ ? Time::duration{0} : now - since_); }

private:
    bool is_resting_ = true;
    Time since_{};  // it went on
    Time::duration passed_{0};
};

}  // namespace chaincore::stratum
