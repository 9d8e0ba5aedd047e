// SPDX-License-Identifier: MIT
// Mines for a node that speaks Stratum (docs/stratum.md): searches its jobs among the nonces that it gives, and submits
// what is a share. Which thread may call what: as in remote_miner.hpp.
#pragma once

#include "chaincore/miner/device_set.hpp"
#include "chaincore/miner/work_source.hpp"
#include "chaincore/net/endpoint.hpp"
#include "chaincore/util/clock.hpp"
#include "chaincore/util/log.hpp"
#include "chaincore/util/random.hpp"
#include "chaincore/worker/remote_miner.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace chaincore::worker {

// How long a node is borne with, and what else takes its time. Tests make it shorter.
struct StratumPeriods {
    std::chrono::milliseconds connect{5000};
    std::chrono::milliseconds first_job{30'000};    // from the call on, to a job or word that there is none
    std::chrono::milliseconds answer{30'000};       // to a share
    std::chrono::milliseconds ping{60'000};         // without a line of the node: it is asked for one
    std::chrono::milliseconds silence{90'000};      // the same: the connection counts as lost
    std::chrono::milliseconds oldest_job{120'000};  // is void then
    std::chrono::milliseconds first_pause{500};     // before a node is called again; doubles with each failure
    std::chrono::milliseconds longest_pause{30'000};
    std::chrono::milliseconds report{60'000};  // between two lines about the rate
};

struct StratumOptions {
    std::vector<net::Endpoint> nodes;  // at least one; the first that gives work is mined for
    std::string user;                  // an address, and mostly a point and a worker's name
    std::optional<std::uint64_t> block_limit;
    StratumPeriods periods;
    // Where in a slice the search begins, and how pauses differ. The worker's thread.
    std::function<std::uint64_t()> draw = util::random_number;
};

class StratumWorker final : public RemoteMiner {
public:
    // work: what all devices take their nonces from. clock and log must outlive it.
    StratumWorker(StratumOptions options, std::unique_ptr<miner::DeviceSet> devices,
                  std::shared_ptr<miner::WorkSource> work, const util::Clock& clock, util::Log& log);

private:
    class Impl;
};

}  // namespace chaincore::worker
