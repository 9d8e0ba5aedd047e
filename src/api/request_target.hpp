// SPDX-License-Identifier: MIT
// What a request asks for: the target of its first line taken apart. Any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace chaincore::api {

struct RequestTarget {
    std::optional<std::string> authority;  // of the absolute form: it counts instead of Host
    std::string path;                      // with single slashes, decoded
    std::string query;                     // as sent, with its question mark
};

// Nothing where the target is neither a path nor http://authority/path, or has a malformed escape in its path.
// Peers post to //submit_block (docs/protocol.md, "Transport").
std::optional<RequestTarget> read_target(std::string_view target);

}  // namespace chaincore::api
