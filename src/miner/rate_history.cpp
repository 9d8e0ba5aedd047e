// SPDX-License-Identifier: MIT
#include "chaincore/miner/rate_history.hpp"

#include <algorithm>
#include <limits>

namespace chaincore::miner {
namespace {

constexpr float kNone = std::numeric_limits<float>::quiet_NaN();

}  // namespace

// The one that ends now, or has ended last.
RateHistory::Interval RateHistory::interval_of(util::WallTime time) { return time.time_since_epoch() / kInterval; }

void RateHistory::add(util::WallTime time, const DeviceMeters& meters) {
    const Interval now = interval_of(time);
    if (now < last_) *this = {};
    // Nothing has been measured up to the first moment.
    if (last_ == 0) return begin_at(now);
    advance_to(now);
    total_[slot_of(now)] = static_cast<float>(meters.total().ten_seconds);
    for (const DeviceRates& device : meters.devices())
        series_of(device.counters, now).rates[slot_of(now)] = static_cast<float>(device.rates.ten_seconds);
}

void RateHistory::begin_at(Interval interval) {
    first_ = interval + 1;
    last_ = interval;
    total_.assign(kIntervals, kNone);
}

// What the ring held a day ago, and what nobody measured since, is none.
void RateHistory::advance_to(Interval interval) {
    const Interval begin = std::max(last_ + 1, interval - static_cast<Interval>(kIntervals) + 1);
    for (Interval i = begin; i <= interval; ++i) {
        total_[slot_of(i)] = kNone;
        for (Series& series : series_) series.rates[slot_of(i)] = kNone;
    }
    last_ = interval;
    first_ = std::max(first_, interval - static_cast<Interval>(kIntervals) + 1);
    std::erase_if(series_, [this](const Series& series) { return series.seen < first_; });
}

RateHistory::Series& RateHistory::series_of(const DeviceCounters& device, Interval interval) {
    const auto is_its = [&](const Series& series) {
        return series.seen != interval && is_same_device(series.device, device);
    };
    auto found = std::find_if(series_.begin(), series_.end(), is_its);
    if (found == series_.end()) {
        if (series_.size() == kMostDevices) {
            const auto by_age = [](const Series& a, const Series& b) { return a.seen < b.seen; };
            series_.erase(std::min_element(series_.begin(), series_.end(), by_age));
        }
        series_.push_back({device, interval, std::vector<float>(kIntervals, kNone)});
        found = series_.end() - 1;
    }
    found->seen = interval;
    return *found;
}

RateRecord RateHistory::record(std::chrono::seconds span, std::size_t points) const {
    RateRecord record;
    record.interval = kInterval;
    if (last_ < first_ || points == 0 || span < kInterval) return record;
    Interval begin = std::max(first_, last_ + 1 - span / kInterval);
    const auto most = static_cast<Interval>(std::min(points, kIntervals));
    const Interval step = (last_ - begin) / most + 1;
    // Always the same ones are put together: what was drawn does not change with each that comes. So there may be one
    // group more, of which the first is not whole.
    begin -= begin % step;
    if ((last_ - begin) / step >= most) begin += step;
    record.interval = step * kInterval;
    for (Interval i = begin; i <= last_; i += step) record.times.emplace_back((i + step - 1) * kInterval);
    record.total = means(total_, begin, step);
    for (const Series& series : series_)
        record.devices.push_back(
            {series.device.backend, series.device.device, series.device.kernel, means(series.rates, begin, step)});
    return record;
}

// Of those that there are.
std::vector<double> RateHistory::means(const std::vector<float>& rates, Interval begin, Interval step) const {
    std::vector<double> means;
    for (Interval group = begin; group <= last_; group += step) {
        double sum = 0;
        int count = 0;
        for (Interval i = std::max(group, first_); i < std::min(group + step, last_ + 1); ++i) {
            const float rate = rates[slot_of(i)];
            if (rate != rate) continue;
            sum += static_cast<double>(rate);
            ++count;
        }
        means.push_back(count > 0 ? sum / count : std::numeric_limits<double>::quiet_NaN());
    }
    return means;
}

}  // namespace chaincore::miner
