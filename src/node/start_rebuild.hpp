// SPDX-License-Identifier: MIT
// The rebuilding of a store before its node starts (docs/storage.md, "Repair"). One thread.
#pragma once

#include "chaincore/node/config.hpp"
#include "chaincore/node/data_directory.hpp"
#include "chaincore/node/node.hpp"
#include "chaincore/util/clock.hpp"
#include "chaincore/util/log.hpp"
#include "chaincore/util/result.hpp"

#include <stop_token>

namespace chaincore::node {

// Where the configuration asks for it, or one was begun before and not finished; the log hears how far it is.
Result<void, StartFault> rebuild_at_start(const NodeConfig& config, const DataDirectory& directory,
                                          const util::Clock& clock, util::Log& log, const std::stop_token& stop);

}  // namespace chaincore::node
