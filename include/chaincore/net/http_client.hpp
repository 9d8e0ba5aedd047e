// SPDX-License-Identifier: MIT
// Asks a node by HTTP: one request, one answer, one connection, within a total deadline and a limit of bytes. It
// follows no redirect, asks for no compression and knows no proxy. Any thread, several calls at once.
#pragma once

#include "chaincore/net/endpoint.hpp"
#include "chaincore/util/result.hpp"

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace chaincore::net {

// How long calls may take, from the first packet to the last byte.
inline constexpr std::chrono::seconds kQuickDeadline{2};
inline constexpr std::chrono::seconds kStandardDeadline{5};
inline constexpr std::chrono::seconds kHeavyDeadline{10};

struct HttpLimits {
    std::chrono::milliseconds deadline = kStandardDeadline;
    std::size_t max_body = std::size_t{1} << 20;  // bytes
};

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

class HttpClient {
public:
    explicit HttpClient(Endpoint endpoint) : endpoint_(std::move(endpoint)) {}

    // path: begins with a slash. Every answer is a value, whatever its status; an Error says that there is none, names
    // the URL and what happened.
    Result<HttpAnswer, Error> get(const std::string& path, const HttpLimits& limits = {}) const;
    Result<HttpAnswer, Error> post_json(const std::string& path, std::string body,
                                        const std::vector<HttpHeader>& headers = {},
                                        const HttpLimits& limits = {}) const;

    const Endpoint& endpoint() const { return endpoint_; }

private:
    Endpoint endpoint_;
};

}  // namespace chaincore::net
