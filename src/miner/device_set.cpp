// SPDX-License-Identifier: MIT
#include "chaincore/miner/device_set.hpp"

#include "chaincore/miner/search_timing.hpp"

#include <string>
#include <utility>

namespace chaincore::miner {

class DeviceSet::Ear final : public BackendListener {
public:
    Ear(DeviceSet& devices, Backend& backend, BackendListener& listener)
        : devices_(devices), backend_(backend), listener_(listener) {}

    void on_find(const std::shared_ptr<const Job>& job, const Hit& hit) override {
        devices_.note_find(backend_, job);
        listener_.on_find(job, hit);
    }
    void on_failure(std::string_view backend, const Error& error) override { listener_.on_failure(backend, error); }

private:
    DeviceSet& devices_;
    Backend& backend_;
    BackendListener& listener_;
};

DeviceSet::DeviceSet(Backends backends, std::unique_ptr<Backend> reserve)
    : backends_(std::move(backends)), reserve_(std::move(reserve)) {}

DeviceSet::~DeviceSet() { stop(); }

Result<void, Error> DeviceSet::start(BackendListener& listener) {
    for (const auto& backend : backends_)
        if (auto started = start(*backend, listener); !started) return started;
    if (reserve_) return start(*reserve_, listener);
    return {};
}

Result<void, Error> DeviceSet::start(Backend& backend, BackendListener& listener) {
    ears_.push_back(std::make_unique<Ear>(*this, backend, listener));
    return backend.start(*ears_.back());
}

std::vector<double> DeviceSet::sample_rates(TimingSpan span) { return miner::sample_rates(backends_, span); }

// Those that have failed take none.
void DeviceSet::set_job(std::shared_ptr<const Job> job) {
    const std::lock_guard lock(mutex_);
    job_ = std::move(job);
    resting_.clear();
    for (const auto& backend : backends_) backend->set_job(job_);
    if (is_reserve_on()) reserve_->set_job(job_);
}

void DeviceSet::note_find(Backend& backend, const std::shared_ptr<const Job>& job) {
    const std::lock_guard lock(mutex_);
    if (job == job_) resting_.push_back(&backend);
}

void DeviceSet::go_on(const std::shared_ptr<const Job>& job) {
    const std::lock_guard lock(mutex_);
    if (job != job_) return;
    for (Backend* backend : std::exchange(resting_, {})) backend->set_job(job_);
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
