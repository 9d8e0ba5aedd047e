// SPDX-License-Identifier: MIT
#include "api/refusal_response.hpp"

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <sstream>

namespace chaincore::api {

namespace http = boost::beast::http;

std::string refusal_response(const Refusal& refusal, bool keeps_alive, bool is_head) {
    http::response<http::string_body> response(static_cast<http::status>(refusal.status), 11);
    for (const auto& [name, value] : refusal.headers) response.set(name, value);
    response.set(http::field::content_type, "application/json");
    response.set("X-Content-Type-Options", "nosniff");
    response.keep_alive(keeps_alive);
    response.body() = refusal_body(refusal);
    response.prepare_payload();
    if (is_head) response.body().clear();
    std::ostringstream out;
    out << response;
    return out.str();
}

}  // namespace chaincore::api
