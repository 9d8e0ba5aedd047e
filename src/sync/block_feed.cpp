// SPDX-License-Identifier: MIT
#include "chaincore/sync/block_feed.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace chaincore::sync {
namespace {

using namespace std::chrono_literals;

// How long a wait may last before it looks for a stop.
constexpr auto kLook = 25ms;

bool is_ready(const std::future<state::Outcome>& outcome, std::chrono::milliseconds wait) {
    return outcome.wait_for(wait) == std::future_status::ready;
}

std::optional<FeedFault> fault_of(const state::Outcome& outcome, std::uint64_t height) {
    if (std::holds_alternative<state::Accepted>(outcome)) return std::nullopt;
    if (const auto* rejection = std::get_if<chain::Rejection>(&outcome)) return BlockRefused{height, *rejection};
    if (std::holds_alternative<state::MissingBlocks>(outcome)) return BlockUnconnected{height};
    return NodeBusy{};
}

}  // namespace

std::optional<FeedFault> BlockFeed::add(chain::SharedBlock block, std::uint64_t height, std::size_t bytes) {
    while (!fault_ && !on_their_way_.empty() && is_ready(on_their_way_.front().outcome, 0ms)) take_oldest();
    while (!fault_ && !has_room_for(bytes)) take_oldest();
    if (fault_) return fault_;
    bytes_ += bytes;
    on_their_way_.push_back({chain_.post(std::move(block), state::BlockOrigin::sync), height, bytes});
    // Known at once is what needed no chain, a refusal mostly: no block behind it is worth a look.
    if (is_ready(on_their_way_.back().outcome, 0ms)) take_all();
    return fault_;
}

std::optional<FeedFault> BlockFeed::finish() {
    take_all();
    chain_.settle(stop_);
    if (!fault_ && chain_.failure()) fault_ = NodeBusy{};
    return fault_;
}

void BlockFeed::take_all() {
    while (!fault_ && !on_their_way_.empty()) take_oldest();
}

bool BlockFeed::has_room_for(std::size_t bytes) const {
    const std::size_t feeds = feeds_ == nullptr ? 1 : std::max<std::size_t>(feeds_->load(), 1);
    const std::size_t most_bytes = std::min(kMostBytesAhead, kMostBytesOfAll / feeds);
    return on_their_way_.empty() || (on_their_way_.size() < kMostOnTheirWay / feeds && bytes_ + bytes <= most_bytes);
}

void BlockFeed::take_oldest() {
    OnItsWay oldest = std::move(on_their_way_.front());
    on_their_way_.pop_front();
    bytes_ -= oldest.bytes;
    if (!wait_for(oldest.outcome)) {
        fault_ = NodeBusy{};
        return;
    }
    const state::Outcome outcome = oldest.outcome.get();
    const auto* accepted = std::get_if<state::Accepted>(&outcome);
    if (accepted != nullptr && !accepted->is_duplicate) {
        ++accepted_;
        accepted_bytes_ += oldest.bytes;
    }
    fault_ = fault_of(outcome, oldest.height);
}

// The chain may be busy with a long reorg: a stop does not wait for that.
bool BlockFeed::wait_for(const std::future<state::Outcome>& outcome) const {
    while (!is_ready(outcome, kLook))
        if (stop_.stop_requested()) return false;
    return true;
}

}  // namespace chaincore::sync
