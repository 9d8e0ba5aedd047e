// SPDX-License-Identifier: MIT
#include "api/route.hpp"

#include <algorithm>

namespace chaincore::api {
namespace {

bool matches(const Route& route, std::string_view path) {
    return route.takes_rest ? path.starts_with(route.path) : path == route.path;
}

}  // namespace

const char* lane_name(Lane lane) {
    switch (lane) {
        case Lane::quick: return "quick";
        case Lane::long_reads: return "long_reads";
        case Lane::blocks: return "blocks";
        case Lane::transactions: return "transactions";
        case Lane::large_bodies: return "large_bodies";
        case Lane::peers: break;
    }
    return "peers";
}

const Route* RouteTable::find(Method method, std::string_view path) const {
    const auto route = std::find_if(routes_.begin(), routes_.end(), [&](const Route& candidate) {
        return candidate.method == method && matches(candidate, path);
    });
    return route == routes_.end() ? nullptr : &*route;
}

std::string RouteTable::allowed_methods(std::string_view path) const {
    std::string allowed;
    if (find(Method::get, path) != nullptr) allowed = "GET, HEAD";
    if (find(Method::post, path) != nullptr) allowed += allowed.empty() ? "POST" : ", POST";
    return allowed;
}

}  // namespace chaincore::api
