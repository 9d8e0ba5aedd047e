// SPDX-License-Identifier: MIT
// Which of several nodes is worked for: the first one that answers. One that fails is asked again after a pause that
// doubles with every failure. Pure: the times are handed in. One thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

namespace chaincore::worker {

class NodeChoice {
public:
    using Time = std::chrono::steady_clock::time_point;

    static constexpr std::chrono::seconds kFirstPause{1};
    static constexpr std::chrono::seconds kLongestPause{30};

    explicit NodeChoice(std::size_t count) : nodes_(count) {}

    std::optional<std::size_t> current() const { return current_; }

    // A node that should be asked for work now: one before the current one whose pause is over. A place in the list.
    std::optional<std::size_t> due(Time now) const;
    // When there will be one; Time::max() where the current one is the first.
    Time next_due() const;

    void succeeded(std::size_t node);  // it is the current one from now on
    void failed(std::size_t node, Time now, std::chrono::seconds shortest_pause = kFirstPause);

private:
    struct Node {
        Time asked_again = Time::min();
        std::chrono::seconds pause{0};
    };

    std::size_t count_before_current() const { return current_.value_or(nodes_.size()); }

    std::vector<Node> nodes_;
    std::optional<std::size_t> current_;
};

}  // namespace chaincore::worker
