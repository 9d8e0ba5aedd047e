// SPDX-License-Identifier: MIT
// The block that is mined upon, of which a template tells the hash only: since when it is the tip, and what our block's
// timestamp must be later than. The worker's thread.
#pragma once

#include "chaincore/chain/block.hpp"

#include <chrono>
#include <string>

namespace chaincore::worker {

class Parent {
public:
    using Time = std::chrono::steady_clock::time_point;

    // A template that came now. True: its parent is another one than before.
    bool note(const chain::Block& block_template, Time now);
    // A block of ours, which may become the parent.
    void note_own(const chain::Block& block);

    const std::string& hash() const { return hash_; }
    Time since() const { return since_; }
    // The parent's own where we mined it; else that of the first template upon it, which is later.
    double timestamp() const { return timestamp_; }
    // The same of a template that is not noted yet.
    double timestamp_behind(const chain::Block& block_template) const;

private:
    std::string hash_;
    Time since_{};
    double timestamp_ = 0;
    std::string own_hash_;
    double own_timestamp_ = 0;
};

}  // namespace chaincore::worker
