// SPDX-License-Identifier: MIT
// How fast a worker searches, as far as its shares tell: the tries that they stand for, of which those long ago count
// less and less. Pure: the times are handed in. One thread.
#pragma once

#include "chaincore/stratum/worker_report.hpp"

#include <chrono>
#include <cstdint>

namespace chaincore::stratum {

class ShareRate {
public:
    using Time = std::chrono::steady_clock::time_point;

    explicit ShareRate(Time now) : since_(now), last_(now) {}

    // tries: how many one such share takes on average, its difficulty.
    void note_share(Time now, std::uint64_t tries);
    // Of a worker that is new: over the time that there is.
    ShareRates rates(Time now) const;

private:
    Time since_;
    Time last_;             // when the sums below were right
    double short_sum_ = 0;  // of tries, each weighed by its age
    double long_sum_ = 0;
};

}  // namespace chaincore::stratum
