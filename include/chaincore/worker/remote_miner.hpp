// SPDX-License-Identifier: MIT
// Mines for a node that is somewhere else, in whichever way that gives out work and takes it: what its owner does with
// it. It has a thread of its own; which thread may call what: beside each function.
#pragma once

#include "chaincore/miner/device_meters.hpp"
#include "chaincore/util/result.hpp"

#include <vector>

namespace chaincore::worker {

class RemoteMiner {
public:
    // As stop().
    virtual ~RemoteMiner() = default;

    // Once, by the owner's thread: starts the devices and measures them for a moment; tries per second of each, in the
    // order of counters().
    virtual Result<std::vector<double>, Error> prepare() = 0;
    // Once, after that. The owner's thread.
    virtual void start() = 0;
    // Ends calls that are under way, within a second. Idempotent. The owner's thread.
    virtual void stop() = 0;

    // Has it mined as many blocks as it was told? Any thread.
    virtual bool is_finished() const = 0;
    // Have all its devices failed? Any thread.
    virtual bool is_without_device() const = 0;

    // One entry a device. Any thread.
    virtual std::vector<miner::DeviceCounters> counters() const = 0;
    // How fast each goes. Any thread.
    virtual miner::DeviceMeters rates() const = 0;

    // The devices rest until it is resumed; a find that has not been handed in is lost. Any thread.
    virtual void pause() = 0;
    virtual void resume() = 0;
    virtual bool is_paused() const = 0;
};

}  // namespace chaincore::worker
