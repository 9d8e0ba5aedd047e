// SPDX-License-Identifier: MIT
#include "sync/fetch_progress.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace chaincore::sync {

void FetchProgress::note(std::uint64_t height) {
    ++blocks_;
    const auto now = clock_.steady_now();
    const std::chrono::duration<double> passed = now - said_at_;
    if (passed < std::chrono::seconds(10)) return;
    log_.info(fmt::format("syncing with {}: {} of {} blocks, {:.0f} blocks a second", claim_.peer.url(), height + 1,
                          std::max(claim_.length, height + 1), static_cast<double>(blocks_) / passed.count()));
    said_at_ = now;
    blocks_ = 0;
}

}  // namespace chaincore::sync
