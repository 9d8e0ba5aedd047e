// SPDX-License-Identifier: MIT
// Boost.Beast's parser in our words: what it read, and what its errors mean to the sender. One thread a parser.
#pragma once

#include "api/refusal.hpp"
#include "api/request_head.hpp"

#include <boost/beast/core/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <optional>

namespace chaincore::api {

using RequestParser = boost::beast::http::request_parser<boost::beast::http::string_body>;

// To be told before it reads.
void set_limits(RequestParser& parser);

// Once the head is there.
RequestHead read_head_of(const RequestParser& parser);

// Nothing where nobody is left to hear it.
std::optional<Refusal> refusal_of_error(const RequestParser& parser, boost::beast::error_code error);

}  // namespace chaincore::api
