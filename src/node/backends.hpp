// SPDX-License-Identifier: MIT
// The devices that a configuration asks for, proven and not yet started. One thread.
#pragma once

#include "chaincore/miner/backend.hpp"
#include "chaincore/node/config.hpp"
#include "chaincore/node/node.hpp"
#include "chaincore/util/log.hpp"
#include "chaincore/util/result.hpp"

#include <memory>
#include <vector>

namespace chaincore::node {

// Quickly: is there what the configuration names?
Result<void, StartFault> check_devices(const NodeConfig& config);

// None of them where the configuration says so. Where it names no kernel, those that the CPU has are timed for some
// tenths of a second; the log hears the outcome.
Result<std::vector<std::unique_ptr<miner::Backend>>, StartFault> make_backends(const NodeConfig& config,
                                                                               util::Log& log);

}  // namespace chaincore::node
