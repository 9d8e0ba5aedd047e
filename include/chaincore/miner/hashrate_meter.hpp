// SPDX-License-Identifier: MIT
// How fast a search goes, from what its counters showed at some moments. Pure: the times are handed in. One thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>

namespace chaincore::miner {

// Tries per second up to the last sample; over less where there is less to look back upon, 0 without two samples.
struct Hashrates {
    double ten_seconds = 0;
    double one_minute = 0;
    double fifteen_minutes = 0;
};

class HashrateMeter {
public:
    using Time = std::chrono::steady_clock::time_point;

    // total_tries: since some start. A total that has shrunk is a new start: what was before is forgotten. A time that
    // is not later than the last one is left out.
    void add(Time time, std::uint64_t total_tries);

    Hashrates rates() const;

private:
    struct Sample {
        Time time;
        std::uint64_t tries = 0;
    };

    double rate_over(std::chrono::seconds span) const;
    double tries_at(Time time) const;
    void forget_old();

    std::deque<Sample> history_;  // a second apart or more, hence some 900 of them; ascending
    std::optional<Sample> last_;
};

}  // namespace chaincore::miner
