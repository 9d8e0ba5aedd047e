// SPDX-License-Identifier: MIT
// The operator's hand on the parts of a running node. Any thread.
#pragma once

#include "chaincore/api/control_service.hpp"
#include "chaincore/state/chain_thread.hpp"
#include "chaincore/util/log.hpp"
#include "node/device_change.hpp"
#include "node/mining_loop.hpp"
#include "node/peering.hpp"

#include <functional>
#include <string>
#include <vector>

namespace chaincore::node {

class Control final : public api::ControlService {
public:
    // All of these must outlive it. end: has the process end, and returns at once.
    Control(MiningLoop& mining, DeviceChange& devices, Peering& peering, state::ChainThread& chain, util::Log& log,
            std::function<void()> end)
        : mining_(mining), devices_(devices), peering_(peering), chain_(chain), log_(log), end_(std::move(end)) {}

    api::ControlAnswer pause_mining(const std::string& caller) override;
    api::ControlAnswer resume_mining(const std::string& caller) override;
    api::ControlAnswer set_threads(std::uint32_t threads, const std::string& caller) override;
    api::ControlAnswer set_backend(const std::string& backend, const std::string& caller) override;
    api::ControlAnswer add_peer(const std::string& url, const std::string& caller) override;
    api::ControlAnswer remove_peer(const std::string& url, const std::string& caller) override;
    std::vector<api::BannedPeer> bans() const override;
    api::ControlAnswer add_ban(const std::string& url, std::chrono::seconds time, const std::string& caller) override;
    api::ControlAnswer remove_ban(const std::string& url, const std::string& caller) override;
    api::ControlAnswer invalidate_block(const crypto::Hash256& hash, const std::string& caller) override;
    api::ControlAnswer reconsider_block(const crypto::Hash256& hash, const std::string& caller) override;
    api::ControlAnswer stop(const std::string& caller) override;

private:
    // One line for each change, and who has made it.
    api::ControlAnswer tell(bool has_changed, const std::string& what, const std::string& caller);

    // As above, of an answer that says whether anything has changed.
    api::ControlAnswer tell(const api::ControlAnswer& answer, const std::string& what, const std::string& caller);

    MiningLoop& mining_;
    DeviceChange& devices_;
    Peering& peering_;
    state::ChainThread& chain_;
    util::Log& log_;
    const std::function<void()> end_;
};

}  // namespace chaincore::node
