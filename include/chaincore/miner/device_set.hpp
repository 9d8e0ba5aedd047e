// SPDX-License-Identifier: MIT
// Backends that all search the same job, and perhaps one in reserve, which rests until the others have failed. Which
// thread may call what: beside each function.
#pragma once

#include "chaincore/miner/backend.hpp"
#include "chaincore/miner/cycle_meter.hpp"
#include "chaincore/util/result.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

namespace chaincore::miner {

// Who searches once a backend has failed.
enum class DevicesLeft : std::uint8_t {
    others,   // as before
    reserve,  // from now on
    none,
};

class DeviceSet {
public:
    using Backends = std::vector<std::unique_ptr<Backend>>;

    // reserve: nullptr where there is none.
    explicit DeviceSet(Backends backends, std::unique_ptr<Backend> reserve = nullptr);
    // As stop().
    ~DeviceSet();

    // Once, by the owner's thread. The listener hears of all of them, and must live until stop() has returned.
    Result<void, Error> start(BackendListener& listener);

    // Tries per second of all but the reserve, which must have no job yet: they search for so long. The owner's thread.
    double sample_rate(TimingSpan span);

    // As Backend::set_job. Any thread.
    void set_job(std::shared_ptr<const Job> job);

    // Whoever hears on_failure says so here, once a failure; the reserve takes the job over. Any thread.
    DevicesLeft note_failure();

    // nullptr: there is none. Any thread.
    const Backend* reserve() const { return reserve_.get(); }

    // As Backend::counters; the reserve is among them once it searches. Any thread.
    std::vector<DeviceCounters> counters() const;

    // As Backend::stop. The owner's thread.
    void stop();

private:
    bool is_reserve_on() const { return reserve_ && failed_ >= backends_.size(); }

    const Backends backends_;
    const std::unique_ptr<Backend> reserve_;

    mutable std::mutex mutex_;
    std::shared_ptr<const Job> job_;  // guarded by mutex_
    std::size_t failed_ = 0;          // guarded by mutex_: the reserve counts last
};

}  // namespace chaincore::miner
