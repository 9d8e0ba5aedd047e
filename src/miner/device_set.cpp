// SPDX-License-Identifier: MIT
#include "chaincore/miner/device_set.hpp"

#include "chaincore/miner/search_timing.hpp"

#include <utility>

namespace chaincore::miner {

DeviceSet::DeviceSet(Backends backends, std::unique_ptr<Backend> reserve)
    : backends_(std::move(backends)), reserve_(std::move(reserve)) {}

DeviceSet::~DeviceSet() { stop(); }

Result<void, Error> DeviceSet::start(BackendListener& listener) {
    for (const auto& backend : backends_)
        if (auto started = backend->start(listener); !started) return started;
    if (reserve_) return reserve_->start(listener);
    return {};
}

double DeviceSet::sample_rate(TimingSpan span) { return miner::sample_rate(backends_, span); }

// Those that have failed take none.
void DeviceSet::set_job(std::shared_ptr<const Job> job) {
    const std::lock_guard lock(mutex_);
    job_ = std::move(job);
    for (const auto& backend : backends_) backend->set_job(job_);
    if (is_reserve_on()) reserve_->set_job(job_);
}

DevicesLeft DeviceSet::note_failure() {
    const std::lock_guard lock(mutex_);
    ++failed_;
    if (failed_ < backends_.size()) return DevicesLeft::others;
    if (!reserve_ || failed_ > backends_.size()) return DevicesLeft::none;
    reserve_->set_job(job_);
    return DevicesLeft::reserve;
}

std::vector<DeviceCounters> DeviceSet::counters() const {
    const std::lock_guard lock(mutex_);
    std::vector<DeviceCounters> all;
    for (const auto& backend : backends_)
        for (DeviceCounters& device : backend->counters()) all.push_back(std::move(device));
    if (is_reserve_on())
        for (DeviceCounters& device : reserve_->counters()) all.push_back(std::move(device));
    return all;
}

void DeviceSet::stop() {
    for (const auto& backend : backends_) backend->stop();
    if (reserve_) reserve_->stop();
}

}  // namespace chaincore::miner
