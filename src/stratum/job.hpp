// SPDX-License-Identifier: MIT
// A work for one payee: the text that his workers search, and what their shares make of it. The server's thread.
#pragma once

#include "chaincore/miner/job.hpp"
#include "chaincore/stratum/work.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace chaincore::stratum {

class Job {
public:
    // number: of this job alone. branch: what the coinbase meets on its way to the Merkle root.
    Job(std::uint64_t number, std::shared_ptr<const Work> work, const std::string& payee,
        const std::vector<std::string>& branch);

    std::uint64_t number() const { return number_; }
    std::uint64_t generation() const { return work_->generation; }
    const std::string& payee() const { return coinbase_.outputs.front().recipient_address; }
    // How many zeros a block's hash begins with.
    std::uint64_t zeros() const { return search_.difficulty; }
    const miner::SearchWindow& window() const { return search_.window; }
    chain::BlockHeader header(const miner::Hit& hit) const { return finished_header(search_, hit); }
    // What is hashed: before the nonce, between nonce and fraction, behind that.
    const std::array<std::string, 3>& text() const { return text_; }

    // hit: a nonce of 19 digits, and a legal fraction of the window.
    crypto::Hash256 hash(const miner::Hit& hit) const { return candidate_hash(search_, hit); }
    // False: it is known.
    bool note_share(const miner::Hit& hit) { return shares_.emplace(hit.nonce, hit.fraction).second; }
    // The whole block, with that proof of work.
    chain::Block block(const miner::Hit& hit) const;

private:
    const std::uint64_t number_;
    const std::shared_ptr<const Work> work_;
    const chain::Transaction coinbase_;
    const miner::Job search_;
    const std::array<std::string, 3> text_;
    std::set<std::pair<std::uint64_t, std::uint32_t>> shares_;
};

}  // namespace chaincore::stratum
