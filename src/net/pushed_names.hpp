// SPDX-License-Identifier: MIT
// Endpoints that others have named to us unasked (POST /sharepeers): nobody is called for that at once, they wait here
// for a round of discovery. Bounded; any thread.
#pragma once

#include "chaincore/net/endpoint.hpp"

#include <cstddef>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace chaincore::net {

class PushedNames {
public:
    static constexpr std::size_t kMostOfOneSource = 50;  // what the reference sends at once
    static constexpr std::size_t kMostSources = 64;

    // Those that do not wait already, as far as there is room; how many.
    std::size_t add(const std::string& source, const std::vector<Endpoint>& names);

    // The next ones of each source, which leave.
    std::map<std::string, std::vector<Endpoint>> take(std::size_t most_of_one_source);

private:
    std::mutex mutex_;
    std::map<std::string, std::deque<Endpoint>> waiting_;  // guarded by mutex_; by source, none of them empty
};

}  // namespace chaincore::net
