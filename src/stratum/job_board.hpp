// SPDX-License-Identifier: MIT
// The jobs that count: those of the work of the moment, one for each payee, and the earlier ones that are not void
// (docs/stratum.md, "A job"). Pure: the times are handed in. The server's thread.
#pragma once

#include "stratum/job.hpp"
#include "stratum/search_clock.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace chaincore::stratum {

class JobBoard {
public:
    using Time = std::chrono::steady_clock::time_point;

    static constexpr std::chrono::minutes kOldest{2};
    static constexpr std::size_t kMostWorks = 16;  // each has a block of its own

    // Ends a rest. A work on another parent voids the jobs of those before it.
    void set_work(std::shared_ptr<const Work> work, Time now);
    // Nothing is to be searched until the next work; what was found of earlier jobs counts.
    void rest(Time now);
    bool is_resting() const { return work_ == nullptr; }
    // Stands still while nothing is to be searched.
    Time search_time(Time now) const { return clock_.at(now); }
    // How often all jobs were voided.
    std::uint64_t epoch() const { return epoch_; }

    // What the workers of a payee search now; nullptr: nothing. Made when it is asked for.
    std::shared_ptr<Job> job_for(const std::string& payee);
    // nullptr: it is void, or never was.
    std::shared_ptr<Job> find(std::uint64_t number) const;

    // Voids what is too old.
    void forget_old(Time now);

private:
    struct Listed {
        std::shared_ptr<Job> job;
        Time since;  // of its work
    };

    void void_all();

    std::shared_ptr<const Work> work_;
    std::deque<Time> works_;           // when those began whose jobs may count
    std::vector<std::string> branch_;  // of the work's Merkle tree
    std::string parent_;
    std::uint64_t epoch_ = 0;
    SearchClock clock_;
    std::map<std::string, std::shared_ptr<Job>> by_payee_;  // of the work
    std::map<std::uint64_t, Listed> jobs_;                  // that are not void; later ones have higher numbers
    std::uint64_t last_number_ = 0;
};

}  // namespace chaincore::stratum
