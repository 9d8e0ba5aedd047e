// SPDX-License-Identifier: MIT
// Asks a node by HTTP: one request, one answer, one connection, within a total deadline and a limit of bytes. It
// follows no redirect, asks for no compression and knows no proxy. Any thread, several calls at once.
#pragma once

#include "chaincore/net/endpoint.hpp"
#include "chaincore/net/resolver.hpp"
#include "chaincore/util/result.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chaincore::net {

// How long calls may take, from the first packet to the last byte.
inline constexpr std::chrono::seconds kQuickDeadline{2};
inline constexpr std::chrono::seconds kStandardDeadline{5};
inline constexpr std::chrono::seconds kHeavyDeadline{10};

struct HttpLimits {
    std::chrono::milliseconds deadline = kStandardDeadline;
    std::size_t max_body = std::size_t{1} << 20;  // bytes
    std::stop_token stop = {};                    // ends the call early, within 50 ms
};

// How slow a long answer may be: until it flows a deadline, from then on so many bytes in every window of time in which
// we were reading. What the receiver takes for itself does not count.
struct StreamLimits {
    std::chrono::milliseconds first_deadline{30'000};
    std::size_t window_bytes = std::size_t{640} << 10;
    std::chrono::milliseconds window{10'000};
    std::stop_token stop = {};
    std::optional<std::chrono::milliseconds> total = {};  // however well it flows
};

// What the receiver of a long answer says to each piece.
enum class Reception : std::uint8_t {
    waiting,  // nothing of use yet: the first deadline holds
    flowing,
    enough,  // no more of it
};
using BodyReceiver = std::function<Reception(std::string_view piece)>;

struct HttpHeader {
    std::string name;
    std::string value;
};

struct HttpAnswer {
    int status = 0;
    std::string body;
    std::vector<HttpHeader> headers;

    // The value of the first header of that name, in either case; nullptr where there is none.
    const std::string* find_header(std::string_view name) const;
};

// Why there is no answer.
struct HttpFault : Error {
    enum class Kind : std::uint8_t {
        no_connection,
        late,      // connected, but its time was over before the answer was complete
        too_long,  // more than max_body
        broken,    // no HTTP, or cut off
        unwanted,  // the receiver had enough
        stopped,   // by us
    };
    Kind kind = Kind::broken;
};

class HttpClient {
public:
    // resolver: shared by those who may ask for the same host at the same time.
    explicit HttpClient(Endpoint endpoint, std::shared_ptr<Resolver> resolver = std::make_shared<Resolver>())
        : endpoint_(std::move(endpoint)), resolver_(std::move(resolver)) {}

    // path: begins with a slash. Every answer is a value, whatever its status; a fault says that there is none, names
    // the URL and what happened.
    Result<HttpAnswer, HttpFault> get(const std::string& path, const HttpLimits& limits = {}) const;
    Result<HttpAnswer, HttpFault> post_json(const std::string& path, std::string body,
                                            const std::vector<HttpHeader>& headers = {},
                                            const HttpLimits& limits = {}) const;

    // A long answer, handed over while it arrives; what the receiver does not take waits in the socket. Pieces of an
    // answer with another status than 200 are not handed over. The answer's body is empty. A fault also where the
    // receiver has had enough.
    Result<HttpAnswer, HttpFault> get_stream(const std::string& path, const StreamLimits& limits,
                                             const BodyReceiver& receive) const;

    const Endpoint& endpoint() const { return endpoint_; }

private:
    Endpoint endpoint_;
    std::shared_ptr<Resolver> resolver_;
};

}  // namespace chaincore::net
