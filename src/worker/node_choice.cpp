// SPDX-License-Identifier: MIT
#include "worker/node_choice.hpp"

#include <algorithm>

namespace chaincore::worker {

std::optional<std::size_t> NodeChoice::due(Time now) const {
    for (std::size_t i = 0; i < count_before_current(); ++i)
        if (nodes_[i].asked_again <= now) return i;
    return std::nullopt;
}

NodeChoice::Time NodeChoice::next_due() const {
    Time next = Time::max();
    for (std::size_t i = 0; i < count_before_current(); ++i) next = std::min(next, nodes_[i].asked_again);
    return next;
}

void NodeChoice::succeeded(std::size_t node) {
    current_ = node;
    nodes_[node].pause = std::chrono::seconds(0);
}

void NodeChoice::failed(std::size_t node, Time now, std::chrono::seconds shortest_pause) {
    if (current_ == node) current_.reset();
    Node& failed = nodes_[node];
    failed.pause = std::clamp(failed.pause * 2, shortest_pause, kLongestPause);
    failed.asked_again = now + failed.pause;
}

}  // namespace chaincore::worker
