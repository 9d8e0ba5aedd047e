// SPDX-License-Identifier: MIT
#include "sync/vouching.hpp"

#include <algorithm>

namespace chaincore::sync {

void Vouching::look_at(const HeaderChain& headers) {
    if (!wanted_) return;
    const auto& hashes = headers.hashes();
    const auto looked_at = std::clamp(next_, headers.first(), headers.end()) - headers.first();
    const auto found = std::find(hashes.begin() + static_cast<std::ptrdiff_t>(looked_at), hashes.end(), *wanted_);
    next_ = headers.end();
    if (found == hashes.end()) return;
    chain_.vouch_for({hashes.begin(), found + 1});
    wanted_.reset();
}

}  // namespace chaincore::sync
