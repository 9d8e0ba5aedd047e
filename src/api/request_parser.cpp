// SPDX-License-Identifier: MIT
#include "api/request_parser.hpp"

#include "api/admission.hpp"
#include "api/lower_case.hpp"

#include <boost/beast/http/error.hpp>
#include <charconv>
#include <cstdint>
#include <limits>

namespace chaincore::api {
namespace {

namespace http = boost::beast::http;

// The parser has refused what is no number.
std::optional<std::uint64_t> length_in(const RequestHead& head) {
    const std::string* text = head.find("content-length");
    if (text == nullptr) return std::nullopt;
    std::uint64_t length = 0;
    const auto [end, fault] = std::from_chars(text->data(), text->data() + text->size(), length);
    if (fault != std::errc() || end != text->data() + text->size()) return std::nullopt;
    return length;
}

// The parser knows a target once the first line is complete.
Refusal head_too_long(const RequestParser& parser) {
    if (parser.get().target().empty()) return {414, "the request's target is longer than 2 KiB"};
    return {431, "the request's head is longer than 8 KiB"};
}

}  // namespace

void set_limits(RequestParser& parser) {
    parser.header_limit(kMaxHeadBytes);
    // A body is judged by its path, once the head is there. Boost 1.74 takes boost::none for a limit of 0.
    parser.body_limit(std::numeric_limits<std::uint64_t>::max());
}

RequestHead read_head_of(const RequestParser& parser) {
    const auto& message = parser.get();
    RequestHead head;
    head.method = std::string(message.method_string());
    head.target = std::string(message.target());
    head.is_http_1_0 = message.version() < 11;
    for (const auto& field : message)
        head.fields.push_back({lower_case(std::string(field.name_string())), std::string(field.value())});
    head.content_length = length_in(head);
    return head;
}

std::optional<Refusal> refusal_of_error(const RequestParser& parser, boost::beast::error_code error) {
    if (error == http::error::end_of_stream || error == http::error::partial_message) return std::nullopt;
    if (error == http::error::header_limit || error == http::error::buffer_overflow) return head_too_long(parser);
    if (error == http::error::bad_version)  // also a line that ends without CR
        return Refusal{400, "this node speaks HTTP/1.1 and HTTP/1.0, in lines that end with CR LF"};
    if (error == http::error::bad_transfer_encoding)
        return Refusal{411, "a body needs Content-Length; Transfer-Encoding is not taken"};
    if (error == http::error::bad_content_length) return Refusal{400, "the header Content-Length is malformed"};
    const bool is_of_http = error.category() == http::make_error_code(http::error::bad_value).category();
    return is_of_http ? std::optional(Refusal{400, "the request is not HTTP"}) : std::nullopt;
}

}  // namespace chaincore::api
