// SPDX-License-Identifier: MIT
// The head of a request as the front's parser found it, and where it came from. Plain data.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chaincore::api {

struct HeaderField {
    std::string name;  // lower case
    std::string value;
};

struct RequestHead {
    std::string method;
    std::string target;  // as sent
    bool is_http_1_0 = false;
    std::vector<HeaderField> fields;
    std::optional<std::uint64_t> content_length;  // where the field is one number

    std::size_t count(std::string_view name) const;
    // The value of the first field of that name, or nullptr.
    const std::string* find(std::string_view name) const;
};

// Who asks, and by which of our addresses.
struct Caller {
    bool is_loopback = false;
    std::string local_address;   // of ours, without the port
    std::string remote_address = {};  // his
};

}  // namespace chaincore::api
