// SPDX-License-Identifier: MIT
// A device that searches, and who hears of what it finds. A backend owns its threads and knows nothing of HTTP, chain
// state or printing. Which thread may call what: beside each function.
#pragma once

#include "chaincore/miner/job.hpp"
#include "chaincore/util/result.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace chaincore::miner {

// Called on the searchers' threads, several at a time: must return at once. May call set_job of the backend, never its
// stop, which waits for these threads.
class BackendListener {
public:
    virtual ~BackendListener() = default;

    // The hit is proven: its hash, by the definition, has the zeros that the job demands. At most once a set_job; the
    // job may have been replaced since.
    virtual void on_find(const std::shared_ptr<const Job>& job, const Hit& hit) = 0;

    // The device is not to be trusted or no longer there; the backend has put itself to rest for good. At most once.
    virtual void on_failure(std::string_view backend, const Error& error) = 0;
};

struct DeviceCounters {
    std::string device;        // as its maker calls it
    std::string kernel;        // which one it runs
    std::uint64_t tries = 0;   // since the start; grows while a search goes on
    std::string backend = {};  // Backend::name() of the one that drives it
};

// As far as its names tell: two may be of one make.
inline bool is_same_device(const DeviceCounters& a, const DeviceCounters& b) {
    return a.backend == b.backend && a.device == b.device && a.kernel == b.kernel;
}

class Backend {
public:
    // As stop().
    virtual ~Backend() = default;

    // What it is called on the command line: "cpu". Any thread.
    virtual std::string_view name() const = 0;

    // Once, by the thread that owns the backend. The listener must live until stop() has returned.
    virtual Result<void, Error> start(BackendListener& listener) = 0;

    // Replaces the job at once; nullptr: rest. A find ends the job: the device rests until the next call. Before the
    // start it is kept; after stop() or a failure it does nothing. Any thread.
    virtual void set_job(std::shared_ptr<const Job> job) = 0;

    // Returns within some 100 ms (of a device that hangs within some 1 s), and from then on nobody hears of anything.
    // Again: nothing happens. The owner's thread.
    virtual void stop() = 0;

    // One entry a device. Any thread.
    virtual std::vector<DeviceCounters> counters() const = 0;
};

}  // namespace chaincore::miner
