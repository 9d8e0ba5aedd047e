// SPDX-License-Identifier: MIT
// Mines for a node that is somewhere else, in whichever way that gives out work and takes it: what its owner does with
// it. It has a thread of its own; which thread may call what: beside each function.
#pragma once

#include "chaincore/miner/device_meters.hpp"
#include "chaincore/util/result.hpp"

#include <memory>
#include <vector>

namespace chaincore::worker {

class RemoteMiner {
public:
    // As stop().
    virtual ~RemoteMiner();

    // Once, by the owner's thread: starts the devices and measures them for a moment; tries per second of each, in the
    // order of counters().
    Result<std::vector<double>, Error> prepare();
    // Once, after that. The owner's thread.
    void start();
    // Ends calls that are under way, within a second. Idempotent. The owner's thread.
    void stop();

    // Has it mined as many blocks as it was told? Any thread.
    bool is_finished() const;
    // Have all its devices failed? Any thread.
    bool is_without_device() const;

    // One entry a device. Any thread.
    std::vector<miner::DeviceCounters> counters() const;
    // How fast each goes. Any thread.
    miner::DeviceMeters rates() const;

    // The devices rest until it is resumed; a find that has not been handed in is lost. Any thread.
    void pause();
    void resume();
    bool is_paused() const;

protected:
    // The one way or the other (src/worker/remote_search.hpp).
    class Search;
    explicit RemoteMiner(std::unique_ptr<Search> search);

private:
    const std::unique_ptr<Search> search_;
};

}  // namespace chaincore::worker
