// SPDX-License-Identifier: MIT
#include "net/pushed_names.hpp"

#include <algorithm>

namespace chaincore::net {

std::size_t PushedNames::add(const std::string& source, const std::vector<Endpoint>& names) {
    const std::lock_guard lock(mutex_);
    if (names.empty() || (waiting_.size() == kMostSources && !waiting_.contains(source))) return 0;
    std::deque<Endpoint>& waiting = waiting_[source];
    const std::size_t before = waiting.size();
    for (const Endpoint& name : names)
        if (waiting.size() < kMostOfOneSource && std::find(waiting.begin(), waiting.end(), name) == waiting.end())
            waiting.push_back(name);
    return waiting.size() - before;
}

std::map<std::string, std::vector<Endpoint>> PushedNames::take(std::size_t most_of_one_source) {
    const std::lock_guard lock(mutex_);
    std::map<std::string, std::vector<Endpoint>> taken;
    for (auto& [source, waiting] : waiting_) {
        const auto end = waiting.begin() + static_cast<std::ptrdiff_t>(std::min(most_of_one_source, waiting.size()));
        taken[source].assign(waiting.begin(), end);
        waiting.erase(waiting.begin(), end);
    }
    std::erase_if(waiting_, [](const auto& entry) { return entry.second.empty(); });
    return taken;
}

}  // namespace chaincore::net
