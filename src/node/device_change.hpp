// SPDX-License-Identifier: MIT
// Has a node that mines search with something else. What is new is made and proven while what is there goes on; where
// it cannot be, that stays. Any thread; one change at a time, the others hear that it is busy.
#pragma once

#include "chaincore/api/control_service.hpp"
#include "chaincore/miner/work_source.hpp"
#include "chaincore/node/config.hpp"
#include "chaincore/util/log.hpp"
#include "node/mining_loop.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>

namespace chaincore::node {

class DeviceChange {
public:
    // config: what it searches with now. work: the nonces for whatever it searches with. The others must outlive it.
    DeviceChange(NodeConfig config, std::shared_ptr<miner::WorkSource> work, MiningLoop& mining, util::Log& log);

    // Of the CPU, in reserve or not.
    api::ControlAnswer set_threads(std::uint32_t threads);
    api::ControlAnswer set_backend(BackendChoice backend);

    // A change that is under way ends soon, and there are no others. Idempotent.
    void stop() { stop_.request_stop(); }

private:
    api::ControlAnswer change(const std::function<void(NodeConfig&)>& edit);
    api::ControlAnswer search_with(const NodeConfig& wanted);

    const std::shared_ptr<miner::WorkSource> work_;
    MiningLoop& mining_;
    util::Log& log_;
    const bool is_miner_;
    std::stop_source stop_;
    std::mutex turn_;    // held during a change
    NodeConfig config_;  // guarded by turn_
};

}  // namespace chaincore::node
