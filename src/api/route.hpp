// SPDX-License-Identifier: MIT
// What a route is: a method, a path, who may call it, and a function from the call to its answer. Values; the functions
// run on any thread of the pool.
#pragma once

#include "chaincore/util/result.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chaincore::api {

enum class Method : std::uint8_t { get, post };

// A complete request that was let in.
struct Call {
    std::string rest;                          // the path behind the route's, decoded; empty but for takes_rest
    std::map<std::string, std::string> query;  // of two equal keys the first
    std::string_view body;
    bool is_local_mining = false;  // X-Local-Mining: true
    bool is_loopback = false;      // the caller is on this machine
    std::string remote_address;    // the caller's
    std::string peer_origin;       // X-Peer-Origin: what a relaying peer calls itself, unchecked; empty: not said
};

// The bytes of a long answer, made while they are sent. One thread at a time.
class BodySource {
public:
    virtual ~BodySource() = default;
    // How many bytes next() gives altogether.
    virtual std::uint64_t size() const = 0;
    // The next piece; empty behind the last. An Error ends the connection.
    virtual Result<std::string, Error> next() = 0;
    // How many bytes it keeps in memory that would be free without it.
    virtual std::size_t kept_bytes() const { return 0; }
};

struct Answer {
    int status = 200;
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers = {};
    std::unique_ptr<BodySource> source = nullptr;  // instead of body
    const char* content_type = "application/json";
};

// Whose threads a route takes: what takes long, or waits, must not delay what peers want at once (/status).
enum class Lane : std::uint8_t {
    quick,
    long_reads,
    blocks,
    transactions,
    large_bodies,  // blocks and transactions that take much memory while they are read: one at a time
    peers,         // waits for other nodes
};
inline constexpr std::size_t kLanes = 6;
const char* lane_name(Lane lane);

enum class Permission : std::uint8_t {
    anyone,
    miner,        // loopback, or the token
    token_alone,  // the operator, wherever he is
};

inline constexpr std::size_t kMaxBlockBody = std::size_t{8} << 20;
inline constexpr std::size_t kMaxBody = std::size_t{2} << 20;
inline constexpr std::size_t kMaxShortBody = std::size_t{2} << 10;   // that names one thing
inline constexpr std::size_t kMaxListBody = std::size_t{256} << 10;  // that names some things
// A larger one is read in Lane::large_bodies, whatever its route says: a parsed document takes up to 16 times its text.
inline constexpr std::size_t kLargeBody = std::size_t{256} << 10;
inline constexpr std::size_t kMaxIgnoredBody = std::size_t{64} << 10;  // of a GET, or of a POST that reads none

struct Route {
    Method method = Method::get;
    std::string path;         // as in "/status"; with takes_rest as in "/balance/"
    bool takes_rest = false;  // does anything follow?
    Lane lane = Lane::quick;
    std::size_t max_body = kMaxIgnoredBody;
    bool reads_body = true;  // of a POST: else it may come without a length
    Permission permission = Permission::anyone;
    bool is_event_stream = false;  // the front answers it (EventStreams): handle is empty
    std::function<Answer(const Call&)> handle;
};

// All routes, in the order in which they are asked.
class RouteTable {
public:
    void add(Route route) { routes_.push_back(std::move(route)); }
    const std::vector<Route>& routes() const { return routes_; }

    // path: decoded. nullptr: there is none.
    const Route* find(Method method, std::string_view path) const;
    // What the header Allow says of a path; empty where there is no such path.
    std::string allowed_methods(std::string_view path) const;

private:
    std::vector<Route> routes_;
};

}  // namespace chaincore::api
