// SPDX-License-Identifier: MIT
#include "sync/range_board.hpp"

#include <algorithm>
#include <utility>

namespace chaincore::sync {
namespace {

using std::uint64_t;

// How often a fetcher that has nothing to do looks for somebody who stalls.
constexpr std::chrono::milliseconds kLook{100};

}  // namespace

// One each, and a little for those who are quicker than the taker.
RangeBoard::RangeBoard(const HeightRange& whole, std::size_t fetchers, const util::Clock& clock)
    : clock_(clock),
      last_(whole.last),
      most_open_(fetchers + 2),
      next_new_(whole.first),
      next_wanted_(whole.first),
      fetchers_(fetchers) {}

std::optional<HeightRange> RangeBoard::take(std::size_t fetcher, uint64_t most_blocks, const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (!is_over() && !stop.stop_requested()) {
        if (auto range = find_work(fetcher, most_blocks)) return range;
        changed_.wait_for(lock, kLook);
    }
    return std::nullopt;
}

std::optional<HeightRange> RangeBoard::find_work(std::size_t fetcher, uint64_t most_blocks) {
    if (taken_.size() + delivered_.size() >= most_open_) return take_again(fetcher);
    if (!returned_.empty()) {
        const auto [first, last] = *returned_.begin();
        returned_.erase(returned_.begin());
        return start({first, last}, fetcher);
    }
    if (next_new_ > last_) return take_again(fetcher);
    const HeightRange range{next_new_, std::min(last_, next_new_ + most_blocks - 1)};
    next_new_ = range.last + 1;
    return start(range, fetcher);
}

// What the taker waits for, where whoever has it takes too long.
std::optional<HeightRange> RangeBoard::take_again(std::size_t fetcher) {
    const auto first = taken_.begin();
    if (first == taken_.end() || first->first > next_wanted_ || first->second.fetcher == fetcher) return std::nullopt;
    if (clock_.steady_now() - first->second.since < kPatience) return std::nullopt;
    return start({first->first, first->second.last}, fetcher);
}

HeightRange RangeBoard::start(const HeightRange& range, std::size_t fetcher) {
    taken_.insert_or_assign(range.first, Taken{range.last, fetcher, clock_.steady_now()});
    return range;
}

void RangeBoard::deliver(const HeightRange& range, std::vector<SizedBlock> blocks, std::size_t fetcher) {
    const std::lock_guard lock(mutex_);
    const auto taken = taken_.find(range.first);
    if (taken == taken_.end()) return;                               // somebody else was quicker
    if (blocks.empty() && taken->second.fetcher != fetcher) return;  // somebody else is at it
    taken_.erase(taken);
    const uint64_t end = range.first + blocks.size();
    if (end <= range.last) returned_.emplace(end, range.last);
    if (!blocks.empty()) delivered_.emplace(range.first, DeliveredRange{range.first, std::move(blocks), fetcher});
    changed_.notify_all();
}

void RangeBoard::leave() {
    const std::lock_guard lock(mutex_);
    --fetchers_;
    changed_.notify_all();
}

std::optional<DeliveredRange> RangeBoard::next(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    const auto is_here = [this] { return !delivered_.empty() && delivered_.begin()->first == next_wanted_; };
    changed_.wait(lock, stop, [&] { return is_here() || is_over() || fetchers_ == 0; });
    if (!is_here() || stop.stop_requested()) return std::nullopt;
    DeliveredRange range = std::move(delivered_.begin()->second);
    delivered_.erase(delivered_.begin());
    next_wanted_ = range.first + range.blocks.size();
    changed_.notify_all();
    return range;
}

bool RangeBoard::has_given_all() const {
    const std::lock_guard lock(mutex_);
    return is_over();
}

}  // namespace chaincore::sync
