// SPDX-License-Identifier: MIT
#include "api/admission.hpp"

#include "api/lower_case.hpp"
#include "api/request_target.hpp"

#include <algorithm>
#include <array>

namespace chaincore::api {
namespace {

constexpr std::array<std::string_view, 7> kKnownMethods = {"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"};

std::optional<Refusal> judge_size(const RequestHead& head) {
    if (head.target.size() > kMaxTargetBytes) return Refusal{414, "the request's target is longer than 2 KiB"};
    if (head.fields.size() > kMaxHeaderLines) return Refusal{431, "the request has more than 100 header lines"};
    return std::nullopt;
}

// Where two readers could disagree on where a request ends, one could be made to see a request that the other does not.
std::optional<Refusal> judge_framing(const RequestHead& head) {
    if (head.count("transfer-encoding") > 0)
        return Refusal{411, "a body needs Content-Length; Transfer-Encoding is not taken"};
    const std::string* length = head.find("content-length");
    if (head.count("content-length") > 1 || (length != nullptr && length->find(',') != std::string::npos))
        return Refusal{400, "the header Content-Length says more than one number"};
    return std::nullopt;
}

// The authority by which we are called; empty where HTTP/1.0 leaves it out.
Result<std::string, Refusal> judge_host(const RequestHead& head, const RequestTarget& target, const Caller& caller,
                                        const Access& access) {
    if (head.count("host") > 1) return fail(Refusal{400, "the header Host stands more than once"});
    const std::string* host = head.find("host");
    if (host == nullptr && !head.is_http_1_0) return fail(Refusal{400, "the header Host is missing"});
    if (host == nullptr && !target.authority) return std::string();
    std::string authority = target.authority ? *target.authority : *host;
    if (const auto refusal = access.judge_host(authority, caller)) return fail(*refusal);
    return authority;
}

Result<const Route*, Refusal> find_route(const RequestHead& head, std::string_view path, const RouteTable& routes) {
    if (std::find(kKnownMethods.begin(), kKnownMethods.end(), head.method) == kKnownMethods.end())
        return fail(Refusal{501, "this node does not know the request's method"});
    const std::string allowed = routes.allowed_methods(path);
    if (allowed.empty()) return fail(Refusal{404, "there is no such path"});
    const bool is_read = head.method == "GET" || head.method == "HEAD";
    const Route* route = nullptr;
    if (is_read || head.method == "POST") route = routes.find(is_read ? Method::get : Method::post, path);
    if (route == nullptr) return fail(Refusal{405, "this path takes " + allowed + " only", {{"Allow", allowed}}});
    return route;
}

// A POST without a length has no body (RFC 9112, 6.3); where one is read, somebody forgot it.
std::optional<Refusal> judge_body(const RequestHead& head, const Route& route) {
    if (route.method == Method::post && route.reads_body && !head.content_length)
        return Refusal{411, "POST needs Content-Length"};
    const std::string* encoding = head.find("content-encoding");
    if (encoding != nullptr && *encoding != "identity") return Refusal{415, "bodies are taken uncompressed only"};
    const std::string* expectation = head.find("expect");
    if (expectation != nullptr && lower_case(*expectation) != "100-continue")
        return Refusal{417, "this node meets no expectation but 100-continue"};
    if (head.content_length.value_or(0) > route.max_body)
        return Refusal{413, "a body for this path may have at most " + std::to_string(route.max_body) + " bytes"};
    return std::nullopt;
}

std::string peer_origin(const RequestHead& head) {
    const std::string* origin = head.find("x-peer-origin");
    return origin == nullptr || origin->size() > kMaxPeerOriginBytes ? std::string() : *origin;
}

}  // namespace

Lane lane_of(const AdmittedRequest& request) {
    return request.body.size() > kLargeBody ? Lane::large_bodies : request.route->lane;
}

Result<AdmittedRequest, Refusal> judge_head(const RequestHead& head, const Caller& caller, const RouteTable& routes,
                                            const Access& access) {
    if (const auto refusal = judge_size(head)) return fail(*refusal);
    const auto target = read_target(head.target);
    if (!target) return fail(Refusal{400, "the request's target is malformed"});
    const auto host = judge_host(head, *target, caller, access);
    if (!host) return fail(host.error());
    if (const auto refusal = judge_framing(head)) return fail(*refusal);
    const auto route = find_route(head, target->path, routes);
    if (!route) return fail(route.error());
    if (const auto refusal = judge_body(head, **route)) return fail(*refusal);
    if ((*route)->method == Method::post)
        if (const auto refusal = access.judge_write(head, *host, caller, (*route)->permission)) return fail(*refusal);

    AdmittedRequest request;
    request.route = *route;
    request.is_head = head.method == "HEAD";
    request.rest = target->path.substr((*route)->path.size());
    request.query = target->query;
    request.is_local_mining = is_local_mining(head);
    request.is_loopback = caller.is_loopback;
    request.remote_address = caller.remote_address;
    request.peer_origin = peer_origin(head);
    return request;
}

}  // namespace chaincore::api
