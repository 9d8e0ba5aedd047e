// SPDX-License-Identifier: MIT
#include "node/current_devices.hpp"

#include <utility>

namespace chaincore::node {

std::unique_ptr<miner::DeviceSet> CurrentDevices::replace(std::unique_ptr<miner::DeviceSet> next) {
    const std::lock_guard lock(mutex_);
    std::swap(devices_, next);
    devices_->set_job(job_);
    return next;
}

void CurrentDevices::set_job(std::shared_ptr<const miner::Job> job) {
    const std::lock_guard lock(mutex_);
    job_ = std::move(job);
    devices_->set_job(job_);
}

bool CurrentDevices::note_failure(std::string_view backend, const Error& error, util::Log& log) {
    const std::lock_guard lock(mutex_);
    return devices_->note_failure(backend, error, log);
}

bool CurrentDevices::is_any_left() const {
    const std::lock_guard lock(mutex_);
    return devices_->is_any_left();
}

bool CurrentDevices::is_whole() const {
    const std::lock_guard lock(mutex_);
    return devices_->is_whole();
}

std::vector<miner::DeviceCounters> CurrentDevices::counters() const {
    const std::lock_guard lock(mutex_);
    return devices_->counters();
}

}  // namespace chaincore::node
