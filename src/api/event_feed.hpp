// SPDX-License-Identifier: MIT
// What is new about the node, as the texts of events (docs/http_api.md, "Events"), for those who listen since its first
// look. One thread at a time.
#pragma once

#include "chaincore/api/node_service.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace chaincore::api {

// Made once, for all who are told.
using EventText = std::shared_ptr<const std::string>;

struct Events {
    std::vector<EventText> blocks;  // newly on the best chain, oldest first
    EventText overview;             // nullptr: it is as it was, or was told less than a second ago
};

class EventFeed {
public:
    using Time = std::chrono::steady_clock::time_point;

    // The service must outlive it.
    explicit EventFeed(const NodeService& service) : service_(service) {}

    // What has changed since the look before. At the first one no block is new. A store that fails has nothing to tell.
    Events look(Time now);

private:
    std::vector<EventText> new_blocks();
    void remember(const std::vector<BlockSummary>& newest_first, std::uint64_t length);
    EventText new_overview(Time now);

    const NodeService& service_;
    bool has_looked_ = false;
    std::map<std::uint64_t, std::string> known_;  // hashes of the last blocks, by their heights
    std::string overview_;                        // that was told last
    Time overview_due_{};
    NodeFigures figures_;
    Time figures_due_{};
};

}  // namespace chaincore::api
