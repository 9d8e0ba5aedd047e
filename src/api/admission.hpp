// SPDX-License-Identifier: MIT
// Judges a request by its head, before a byte of its body is kept. Immutable, any thread.
#pragma once

#include "api/access.hpp"
#include "api/refusal.hpp"
#include "api/request_head.hpp"
#include "api/route.hpp"
#include "chaincore/util/result.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace chaincore::api {

inline constexpr std::size_t kMaxHeadBytes = std::size_t{8} << 10;
inline constexpr std::size_t kMaxHeaderLines = 100;
inline constexpr std::size_t kMaxTargetBytes = std::size_t{2} << 10;
inline constexpr std::size_t kMaxPeerOriginBytes = 200;  // a longer one is no URL of a node

// A request that will be answered once its body is there.
struct AdmittedRequest {
    const Route* route = nullptr;
    bool is_head = false;  // as GET, but without the answer's body
    std::string rest;      // the path behind the route's, decoded
    std::string query;     // as sent, with its question mark
    std::string body;
    bool is_local_mining = false;
    bool is_loopback = false;
    std::string remote_address;
    std::string peer_origin;
    bool keeps_alive = true;  // for the answer to say
};

// Whose threads answer it, once its body is there.
Lane lane_of(const AdmittedRequest& request);

Result<AdmittedRequest, Refusal> judge_head(const RequestHead& head, const Caller& caller, const RouteTable& routes,
                                            const Access& access);

}  // namespace chaincore::api
