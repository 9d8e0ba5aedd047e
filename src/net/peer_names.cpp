// SPDX-License-Identifier: MIT
#include "net/peer_names.hpp"

#include <algorithm>

namespace chaincore::net {

bool is_named(const Endpoint& endpoint, const std::vector<std::string>& urls) {
    const Endpoint sought = canonical(endpoint);
    return std::any_of(urls.begin(), urls.end(), [&sought](const std::string& url) {
        const auto parsed = parse_endpoint(url);
        return parsed && canonical(*parsed) == sought;
    });
}

std::vector<Endpoint> callable_names(const std::vector<std::string>& urls, Namer namer) {
    std::vector<Endpoint> callable;
    for (const std::string& url : urls)
        if (auto endpoint = judge_peer_url(url, namer))
            if (std::find(callable.begin(), callable.end(), *endpoint) == callable.end())
                callable.push_back(std::move(*endpoint));
    return callable;
}

std::vector<Endpoint> names_from(std::uint64_t begin, std::size_t most, const std::vector<Endpoint>& names) {
    if (names.size() <= most) return names;
    std::vector<Endpoint> chosen;
    for (std::size_t i = 0; i < most; ++i) chosen.push_back(names[(begin + i) % names.size()]);
    return chosen;
}

}  // namespace chaincore::net
