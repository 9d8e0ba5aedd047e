// SPDX-License-Identifier: MIT
// How quick a backend is at its next job. Any thread.
#pragma once

#include "chaincore/miner/backend.hpp"
#include "chaincore/miner/cycle_meter.hpp"
#include "chaincore/util/result.hpp"

namespace chaincore::miner {

struct JobSwitch {
    // From set_job until a hit of the new job has been found, proven and reported, where nearly any nonce is one: the
    // new job was hashed before that.
    TimingSpan median_to_new{0}, longest_to_new{0};
    // From set_job until the last try of the old job was counted, behind which none came for 10 ms. The first one is
    // waited for, up to a second: searchers may be off their cores.
    TimingSpan median_from_old{0}, longest_from_old{0};
};

// Over so many changes, one at least. Starts the backend, and stops it.
Result<JobSwitch, Error> time_job_switch(Backend& backend, int changes);

}  // namespace chaincore::miner
