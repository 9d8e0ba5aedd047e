// SPDX-License-Identifier: MIT
// Backends that all search the same job, and perhaps one in reserve, which rests until the others have failed. Which
// thread may call what: beside each function.
#pragma once

#include "chaincore/miner/backend.hpp"
#include "chaincore/miner/cycle_meter.hpp"
#include "chaincore/util/log.hpp"
#include "chaincore/util/result.hpp"

#include <cstddef>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

namespace chaincore::miner {

class DeviceSet {
public:
    using Backends = std::vector<std::unique_ptr<Backend>>;

    // reserve: nullptr where there is none.
    explicit DeviceSet(Backends backends, std::unique_ptr<Backend> reserve = nullptr);
    // As stop().
    ~DeviceSet();

    // Once, by the owner's thread. The listener hears of all of them, and must live until stop() has returned.
    Result<void, Error> start(BackendListener& listener);

    // Tries per second of each but the reserve, which must have no job yet: they search for so long. In the order of
    // counters(). The owner's thread.
    std::vector<double> sample_rates(TimingSpan span);

    // As Backend::set_job. Any thread.
    void set_job(std::shared_ptr<const Job> job);

    // After a find: the devices that rest for it go on with the job that they have. Where that is another one by now,
    // nothing happens. Any thread.
    void go_on(const std::shared_ptr<const Job>& job);

    // Whoever hears on_failure says so here, once a failure: the log hears who goes on, and the reserve takes the job
    // over. False: nobody is left. Any thread.
    bool note_failure(std::string_view backend, const Error& error, util::Log& log);
    // Any thread.
    bool is_any_left() const;
    // Has none of them failed? Any thread.
    bool is_whole() const;

    // As Backend::counters; the reserve is among them once it searches. Any thread.
    std::vector<DeviceCounters> counters() const;

    // As Backend::stop. The owner's thread.
    void stop();

private:
    // Hears one backend.
    class Ear;

    Result<void, Error> start(Backend& backend, BackendListener& listener);
    void note_find(Backend& backend, const std::shared_ptr<const Job>& job);
    std::size_t count_left() const { return backends_.size() + (reserve_ ? 1 : 0) - failed_; }
    bool is_reserve_on() const { return reserve_ && failed_ >= backends_.size(); }

    const Backends backends_;
    const std::unique_ptr<Backend> reserve_;
    std::vector<std::unique_ptr<Ear>> ears_;  // since the start

    mutable std::mutex mutex_;
    std::shared_ptr<const Job> job_;  // guarded by mutex_
    std::vector<Backend*> resting_;   // guarded by mutex_: those that have found something of it
    std::size_t failed_ = 0;          // guarded by mutex_: the reserve counts last
};

}  // namespace chaincore::miner
