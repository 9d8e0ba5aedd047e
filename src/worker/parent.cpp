// SPDX-License-Identifier: MIT
#include "worker/parent.hpp"

namespace chaincore::worker {

bool Parent::note(const chain::Block& block_template, Time now) {
    const chain::BlockHeader& header = block_template.header;
    if (header.previous_hash == hash_) return false;
    timestamp_ = timestamp_behind(block_template);
    hash_ = header.previous_hash;
    since_ = now;
    return true;
}

double Parent::timestamp_behind(const chain::Block& block_template) const {
    const chain::BlockHeader& header = block_template.header;
    if (header.previous_hash == hash_) return timestamp_;
    return header.previous_hash == own_hash_ ? own_timestamp_ : header.timestamp.to_double();
}

void Parent::note_own(const chain::Block& block) {
    own_hash_ = block.hash;
    own_timestamp_ = block.header.timestamp.to_double();
}

}  // namespace chaincore::worker
