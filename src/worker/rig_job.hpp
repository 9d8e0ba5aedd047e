// SPDX-License-Identifier: MIT
// A job as a Stratum node tells it (docs/stratum.md, "A job"), judged and made into one that devices search. Pure. Any
// thread.
#pragma once

#include "chaincore/chain/json_value.hpp"
#include "chaincore/miner/job.hpp"
#include "chaincore/stratum/slices.hpp"
#include "chaincore/util/result.hpp"

#include <cstdint>
#include <string>

namespace chaincore::worker {

struct RigJob {
    std::string id;
    stratum::Slice slice;          // of the nonces that may be tried
    std::uint64_t difficulty = 1;  // of its shares
    std::uint64_t zeros = 0;       // of a block's hash
    bool voids_others = false;
    // Asks for the zeros that every share and every block begins with. Its generation is for the owner to say.
    miner::Job job;
};

// Where the shares' difficulty is, a find may still be none; and none is missed.
std::uint64_t zeros_to_search(std::uint64_t difficulty, std::uint64_t block_zeros);

// params: of mining.notify. difficulty: at least 1. The header must be the very text that we would write ourselves. The
// Error is a sentence about the job, without its beginning.
Result<RigJob, Error> make_rig_job(const chain::JsonArray& params, stratum::Slice slice, std::uint64_t difficulty);

}  // namespace chaincore::worker
