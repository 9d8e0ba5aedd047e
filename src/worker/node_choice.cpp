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

void NodeChoice::turned_to(std::size_t node) { current_ = node; }

void NodeChoice::succeeded(std::size_t node) {
    turned_to(node);
    nodes_[node].pause = std::chrono::milliseconds(0);
}

void NodeChoice::failed(std::size_t node, Time now, std::chrono::milliseconds shortest_pause, double stretch) {
    Node& failed = nodes_[node];
    failed.pause = std::clamp(failed.pause * 2, std::max(shortest_pause, pauses_.first), pauses_.longest);
    dismissed(node, now + std::chrono::duration_cast<std::chrono::milliseconds>(failed.pause * stretch));
}

void NodeChoice::dismissed(std::size_t node, Time until) {
    if (current_ == node) current_.reset();
    nodes_[node].asked_again = until;
}

}  // namespace chaincore::worker
