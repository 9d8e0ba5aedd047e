// SPDX-License-Identifier: MIT
// What to search, and what a find makes of it. A job never changes: it is handed about as shared_ptr<const Job>.
// Any thread.
#pragma once

#include "chaincore/chain/block.hpp"
#include "chaincore/crypto/hash256.hpp"
#include "chaincore/miner/preimage_layout.hpp"
#include "chaincore/miner/search_window.hpp"

#include <cstdint>

namespace chaincore::miner {

struct Job {
    std::uint64_t generation = 0;  // a later job has a higher one and makes this one stale
    chain::BlockHeader header;     // nonce and timestamp are still to be found
    std::uint64_t difficulty = 0;  // the header's: how many zero digits the hash must begin with, 1..64
    SearchWindow window;
    PreimageLayout layout;
};

// One point of a job's search space.
struct Hit {
    std::uint64_t nonce = 0;
    std::uint32_t fraction = 0;  // microseconds

    bool operator==(const Hit&) const = default;
};

// The header must be what PreimageLayout demands, and the window not be empty.
Job make_job(std::uint64_t generation, chain::BlockHeader header, SearchWindow window);

// The job's header with the nonce and the timestamp of the hit.
chain::BlockHeader finished_header(const Job& job, const Hit& hit);

// Its hash by the definition, through canonical JSON: what a kernel's claim is judged by.
crypto::Hash256 candidate_hash(const Job& job, const Hit& hit);

// digits: hexadecimal ones, 0..64.
bool begins_with_zeros(const crypto::Hash256& hash, std::uint64_t digits);

// Does the hash begin with as many zeros as the job's header demands?
bool solves(const Job& job, const crypto::Hash256& hash);

}  // namespace chaincore::miner
