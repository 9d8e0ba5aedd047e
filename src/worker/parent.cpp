// SPDX-License-Identifier: MIT
#include "worker/parent.hpp"

namespace chaincore::worker {

bool Parent::note(const chain::Block& block_template, Time now) {
    const chain::BlockHeader& header = block_template.header;
    if (header.previous_hash == hash_) return false;
    hash_ = header.previous_hash;
    since_ = now;
    timestamp_ = hash_ == own_hash_ ? own_timestamp_ : header.timestamp.to_double();
    return true;
}

void Parent::note_own(const chain::Block& block) {
    own_hash_ = block.hash;
    own_timestamp_ = block.header.timestamp.to_double();
}

}  // namespace chaincore::worker
