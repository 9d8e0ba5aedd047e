// SPDX-License-Identifier: MIT
// What this node is called, and by which names it has met itself: by its port on this machine, by its public URL, by
// its instance_id in somebody's /status. Any thread.
#pragma once

#include "chaincore/net/endpoint.hpp"
#include "chaincore/util/clock.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace chaincore::net {

class OwnNames {
public:
    // clock must outlive it. public_url: what peers on other machines are told to call us.
    OwnNames(std::optional<Endpoint> public_url, const util::Clock& clock)
        : public_url_(std::move(public_url)), clock_(clock) {}

    // Once we listen.
    void set_port(std::uint16_t port);
    // On this machine; none before we listen.
    std::optional<Endpoint> local() const;
    // What that peer can call us.
    std::optional<Endpoint> for_peer(const Endpoint& peer) const;

    bool contain(const Endpoint& endpoint) const;
    // It has answered with our own instance_id. That is no secret: who repeats it keeps a port from others for ten
    // minutes, not for ever.
    void note_met(const Endpoint& endpoint);

private:
    using SteadyTime = std::chrono::steady_clock::time_point;

    const std::optional<Endpoint> public_url_;
    const util::Clock& clock_;
    mutable std::mutex mutex_;
    std::optional<std::uint16_t> port_;      // guarded by mutex_
    std::map<std::string, SteadyTime> met_;  // guarded by mutex_; by URL, and when
};

}  // namespace chaincore::net
