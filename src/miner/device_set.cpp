// SPDX-License-Identifier: MIT
#include "chaincore/miner/device_set.hpp"

#include "chaincore/miner/search_timing.hpp"

#include <string>
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

std::vector<double> DeviceSet::sample_rates(TimingSpan span) { return miner::sample_rates(backends_, span); }

// Those that have failed take none.
void DeviceSet::set_job(std::shared_ptr<const Job> job) {
    const std::lock_guard lock(mutex_);
    job_ = std::move(job);
    for (const auto& backend : backends_) backend->set_job(job_);
    if (is_reserve_on()) reserve_->set_job(job_);
}

bool DeviceSet::note_failure(std::string_view backend, const Error& error, util::Log& log) {
    log.error("the " + std::string(backend) + " backend has stopped: " + error.message);
    const std::lock_guard lock(mutex_);
    ++failed_;
    if (count_left() == 0) {
        log.error("no device is left: mining has stopped");
        return false;
    }
    if (failed_ == backends_.size()) {
        log.warn("mining goes on with the " + std::string(reserve_->name()) + " backend");
        reserve_->set_job(job_);
    }
    return true;
}

bool DeviceSet::is_any_left() const {
    const std::lock_guard lock(mutex_);
    return count_left() > 0;
}

bool DeviceSet::is_whole() const {
    const std::lock_guard lock(mutex_);
    return failed_ == 0;
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
