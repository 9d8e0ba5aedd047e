// SPDX-License-Identifier: MIT
#include "chaincore/miner/hashrate_meter.hpp"

#include <algorithm>
#include <iterator>

namespace chaincore::miner {
namespace {

using Seconds = std::chrono::duration<double>;

constexpr std::chrono::seconds kShort{10};
constexpr std::chrono::seconds kMiddle{60};
constexpr std::chrono::seconds kLong = std::chrono::minutes(15);

// Between samples the rate is taken as even: a second is fine enough for the shortest average.
constexpr std::chrono::seconds kSpacing{1};

}  // namespace

void HashrateMeter::add(Time time, std::uint64_t total_tries) {
    if (last_ && total_tries < last_->tries) {
        history_.clear();
        last_.reset();
    }
    if (last_ && time <= last_->time) return;
    last_ = Sample{time, total_tries};
    if (history_.empty() || time - history_.back().time >= kSpacing) history_.push_back(*last_);
    forget_old();
}

Hashrates HashrateMeter::rates() const { return {rate_over(kShort), rate_over(kMiddle), rate_over(kLong)}; }

double HashrateMeter::rate_over(std::chrono::seconds span) const {
    if (!last_) return 0;
    const Time start = std::max(last_->time - span, history_.front().time);
    const double elapsed = Seconds(last_->time - start).count();
    return elapsed > 0 ? (static_cast<double>(last_->tries) - tries_at(start)) / elapsed : 0;
}

// time: not before the first sample in the history, not after the last one of all.
double HashrateMeter::tries_at(Time time) const {
    const auto after = std::find_if(history_.begin(), history_.end(), [&](const Sample& s) { return s.time > time; });
    const Sample& from = *std::prev(after);
    const Sample& to = after == history_.end() ? *last_ : *after;
    const double between = Seconds(to.time - from.time).count();
    if (between <= 0) return static_cast<double>(from.tries);
    const double part = Seconds(time - from.time).count() / between;
    return static_cast<double>(from.tries) + part * static_cast<double>(to.tries - from.tries);
}

// The one sample at the far end of the longest average or before it stays: the end lies between it and the next.
void HashrateMeter::forget_old() {
    while (history_.size() > 1 && history_[1].time <= last_->time - kLong) history_.pop_front();
}

}  // namespace chaincore::miner
