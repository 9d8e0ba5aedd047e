// SPDX-License-Identifier: MIT
#include "sync/fetch_progress.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace chaincore::sync {
namespace {

// What a peer claims may take for ever.
constexpr double kMostSeconds = 99 * 3600;

std::string clock_text(double seconds) {
    const auto whole = static_cast<int>(std::min(seconds, kMostSeconds));
    return fmt::format("{:02}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

}  // namespace

void FetchProgress::note(std::uint64_t height, std::size_t bytes) {
    ++blocks_;
    bytes_ += bytes;
    const auto now = clock_.steady_now();
    const std::chrono::duration<double> passed = now - said_at_;
    if (passed < std::chrono::seconds(10)) return;
    const double blocks_a_second = static_cast<double>(blocks_) / passed.count();
    const std::uint64_t length = std::max(claim_.length, height + 1);
    log_.info(fmt::format("syncing with {}: {} of {} blocks, {:.0f} blocks/s, {:.1f} MB/s, {} left", claim_.peer.url(),
                          height + 1, length, blocks_a_second, static_cast<double>(bytes_) / passed.count() / 1e6,
                          clock_text(static_cast<double>(length - height - 1) / blocks_a_second)));
    said_at_ = now;
    blocks_ = 0;
    bytes_ = 0;
}

}  // namespace chaincore::sync
