// SPDX-License-Identifier: MIT
// Mines for a node that is somewhere else: its template becomes a job, and what the devices find is handed in there.
// It has a thread of its own; which thread may call what: beside each function.
#pragma once

#include "chaincore/miner/device_meters.hpp"
#include "chaincore/miner/device_set.hpp"
#include "chaincore/util/clock.hpp"
#include "chaincore/util/log.hpp"
#include "chaincore/util/random.hpp"
#include "chaincore/worker/node_link.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace chaincore::worker {

// How often nodes are called, and what else takes its time. Tests make it shorter.
struct WorkerPeriods {
    // Between two looks at the tip, and between two templates, for better fees. Calls that read era B's chain can make
    // it lose a block that comes meanwhile, and a template makes it ask all its peers.
    std::chrono::milliseconds look{500};
    std::chrono::milliseconds offer{5000};
    std::chrono::milliseconds look_of_b{2000};
    std::chrono::milliseconds offer_of_b{15'000};

    std::chrono::milliseconds oldest_job{30'000};  // then a later second is taken
    std::chrono::milliseconds narrow_job{1000};    // the same, where there was little time behind the parent
    std::chrono::milliseconds report{60'000};      // between two lines about the rate
    std::chrono::seconds refused{10};              // how long a node that refuses our block is left alone
    std::chrono::milliseconds busy{10'000};        // how long a node may be too busy for our block
};

struct WorkerOptions {
    std::string payee;  // an address
    std::chrono::milliseconds min_block_interval{0};
    // Up to so much is added at random, so that miners that wait for the same moment do not split the chain.
    std::chrono::milliseconds interval_spread{0};
    std::optional<std::uint64_t> block_limit;
    WorkerPeriods periods;
    // From any number one of these moments is made. Worker's thread.
    std::function<std::uint64_t()> draw = util::random_number;
};

class Worker {
public:
    using Nodes = std::vector<std::unique_ptr<NodeLink>>;

    // nodes: at least one; the first that answers is mined for. clock and log must outlive it.
    Worker(WorkerOptions options, Nodes nodes, std::unique_ptr<miner::DeviceSet> devices, const util::Clock& clock,
           util::Log& log);
    // As stop().
    ~Worker();

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

private:
    class Impl;
    const std::unique_ptr<Impl> impl_;
};

}  // namespace chaincore::worker
