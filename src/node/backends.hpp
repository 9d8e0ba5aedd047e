// SPDX-License-Identifier: MIT
// The devices that a configuration asks for, proven and not yet started. One thread.
#pragma once

#include "chaincore/miner/backend.hpp"
#include "chaincore/miner/work_source.hpp"
#include "chaincore/node/config.hpp"
#include "chaincore/node/node.hpp"
#include "chaincore/util/log.hpp"
#include "chaincore/util/result.hpp"

#include <memory>
#include <stop_token>
#include <vector>

namespace chaincore::node {

// Quickly: is there what the configuration names?
Result<void, StartFault> check_devices(const NodeConfig& config);

struct MiningDevices {
    std::vector<std::unique_ptr<miner::Backend>> backends;  // none where the configuration says so
    std::unique_ptr<miner::Backend> spare;                  // for when all others have failed; nullptr: nothing
};

// Takes seconds: where the configuration names no kernel, those that the CPU has are timed; OpenCL programs are built.
// The log hears the outcome, and which device is left out and why. work: which nonces they search, all of them
// together. stop: ends it early.
Result<MiningDevices, StartFault> make_devices(const NodeConfig& config, std::shared_ptr<miner::WorkSource> work,
                                               util::Log& log, const std::stop_token& stop);

}  // namespace chaincore::node
