// SPDX-License-Identifier: MIT
// Which of several nodes is worked for: the first one that answers. One that fails is asked again after a pause that
// doubles with every failure. Pure: the times are handed in. One thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

namespace chaincore::worker {

struct NodePauses {
    std::chrono::milliseconds first{1000};
    std::chrono::milliseconds longest{30'000};
};

class NodeChoice {
public:
    using Time = std::chrono::steady_clock::time_point;

    explicit NodeChoice(std::size_t count, NodePauses pauses = {}) : pauses_(pauses), nodes_(count) {}

    std::optional<std::size_t> current() const { return current_; }

    // A node that should be asked for work now: one before the current one whose pause is over. A place in the list.
    std::optional<std::size_t> due(Time now) const;
    // When there will be one; Time::max() where the current one is the first.
    Time next_due() const;

    void turned_to(std::size_t node);  // it is the current one from now on
    void succeeded(std::size_t node);  // so it is, and its next failure is the first one
    // shortest_pause: where it is to be left alone for longer than usual. stretch: what the pause is multiplied with,
    // where many workers that lose a node at once are not to come back at once.
    void failed(std::size_t node, Time now, std::chrono::milliseconds shortest_pause = {}, double stretch = 1);
    // It has asked to be left alone until then.
    void dismissed(std::size_t node, Time until);

private:
    struct Node {
        Time asked_again = Time::min();
        std::chrono::milliseconds pause{0};
    };

    std::size_t count_before_current() const { return current_.value_or(nodes_.size()); }

    const NodePauses pauses_;
    std::vector<Node> nodes_;
    std::optional<std::size_t> current_;
};

}  // namespace chaincore::worker
