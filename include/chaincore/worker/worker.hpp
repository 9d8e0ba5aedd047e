// SPDX-License-Identifier: MIT
// Mines for a node that is asked over HTTP: its template becomes a job, and what the devices find is handed in there.
// Which thread may call what: as in remote_miner.hpp.
#pragma once

#include "chaincore/miner/device_set.hpp"
#include "chaincore/util/clock.hpp"
#include "chaincore/util/log.hpp"
#include "chaincore/util/random.hpp"
#include "chaincore/worker/node_link.hpp"
#include "chaincore/worker/remote_miner.hpp"

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

class Worker final : public RemoteMiner {
public:
    using Nodes = std::vector<std::unique_ptr<NodeLink>>;

    // nodes: at least one; the first that answers is mined for. clock and log must outlive it.
    Worker(WorkerOptions options, Nodes nodes, std::unique_ptr<miner::DeviceSet> devices, const util::Clock& clock,
           util::Log& log);

private:
    class Impl;
};

}  // namespace chaincore::worker
