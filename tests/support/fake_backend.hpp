// SPDX-License-Identifier: MIT
// A device that does as the test says: it keeps the jobs, and finds when it is told to. Any thread.
#pragma once

#include "chaincore/miner/backend.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

namespace chaincore::test {

class FakeBackend final : public miner::Backend {
public:
    // Two of one name are of one make.
    explicit FakeBackend(std::string device = "fake") : device_(std::move(device)) {}

    std::string_view name() const override { return "fake"; }
    Result<void, Error> start(miner::BackendListener& listener) override {
        if (start_error) return chaincore::fail(*start_error);
        listener_ = &listener;
        return {};
    }
    void set_job(std::shared_ptr<const miner::Job> job) override {
        const std::lock_guard lock(mutex_);
        job_ = std::move(job);
        if (!job_) ++rests_;
        changed_.notify_all();
    }
    // Once, as whoever still searches may find or fail until it has ended.
    void stop() override {
        if (before_stop) std::exchange(before_stop, nullptr)();
        is_stopped_ = true;
    }
    std::vector<miner::DeviceCounters> counters() const override { return {{device_, "none", tries}}; }

    // The first job for which this holds.
    template <class Condition>
    std::shared_ptr<const miner::Job> wait_for_job(const Condition& condition) {
        std::unique_lock lock(mutex_);
        const bool came = changed_.wait_for(lock, std::chrono::seconds(20), [&] { return job_ && condition(*job_); });
        if (!came) throw std::runtime_error("the job that the test waits for did not come");
        return job_;
    }
    std::shared_ptr<const miner::Job> wait_for_job_at(std::uint64_t height) {
        return wait_for_job([&](const miner::Job& job) { return job.header.height == chain::Number{height}; });
    }
    std::shared_ptr<const miner::Job> job() {
        const std::lock_guard lock(mutex_);
        return job_;
    }
    void wait_until_resting() {
        std::unique_lock lock(mutex_);
        if (!changed_.wait_for(lock, std::chrono::seconds(20), [&] { return !job_; }))
            throw std::runtime_error("the device goes on");
    }

    // How often it has been told to rest.
    int rests() {
        const std::lock_guard lock(mutex_);
        return rests_;
    }
    void wait_for_rests(int count) {
        std::unique_lock lock(mutex_);
        if (!changed_.wait_for(lock, std::chrono::seconds(20), [&] { return rests_ >= count; }))
            throw std::runtime_error("the device is not told to rest");
    }

    // Throws where a job comes meanwhile.
    void stay_resting(std::chrono::milliseconds time) {
        std::unique_lock lock(mutex_);
        if (changed_.wait_for(lock, time, [&] { return job_ != nullptr; }))
            throw std::runtime_error("the device does not rest");
    }

    // Some nonce that solves the job: difficulty 1 needs sixteen tries or so.
    static miner::Hit solve(const miner::Job& job) {
        miner::Hit hit{miner::kLowestNonce, job.window.first};
        while (!solves(job, candidate_hash(job, hit))) ++hit.nonce;
        return hit;
    }
    bool is_stopped() const { return is_stopped_; }
    void find(const std::shared_ptr<const miner::Job>& job) { find(job, solve(*job)); }
    void find(const std::shared_ptr<const miner::Job>& job, const miner::Hit& hit) { listener_->on_find(job, hit); }
    void fail() { listener_->on_failure("fake", Error{"it melted"}); }

    std::atomic<std::uint64_t> tries = 0;
    // Before anything else is done with it.
    std::optional<Error> start_error;
    std::function<void()> before_stop;

private:
    const std::string device_;
    std::atomic<bool> is_stopped_ = false;
    miner::BackendListener* listener_ = nullptr;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::shared_ptr<const miner::Job> job_;  // guarded by mutex_, as what follows
    int rests_ = 0;
};

}  // namespace chaincore::test
