// SPDX-License-Identifier: MIT
// What a worker reads and asks. It reads lines of its node, each of which answers one of its requests or says something
// unasked (docs/stratum.md, "Lines"). Any thread.
#pragma once

#include "chaincore/chain/json_value.hpp"
#include "chaincore/util/result.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace chaincore::stratum {

// Without the line's end.
inline constexpr std::size_t kLongestMessage = std::size_t{16} << 10;

// The node's words, which may be anything: a person is shown them by chain::in_quotes.
struct NodeFault {
    std::int64_t code = 0;
    std::string words;

    bool operator==(const NodeFault&) const = default;
};

struct Answer {
    std::int64_t id = 0;
    chain::JsonValue result;         // null where there is a fault
    std::optional<NodeFault> fault;  // why there is no result
};

struct Notice {
    chain::JsonValue id;  // null, but where the node waits for an answer
    std::string method;
    chain::JsonArray params;
};

using Message = std::variant<Answer, Notice>;

// The Error's sentence goes on where "the node says what makes no sense: " ends.
Result<Message, Error> read_message(std::string_view line);

// What it asks, with the line's end.
std::string request_line(std::int64_t id, std::string_view method, chain::JsonArray params);

}  // namespace chaincore::stratum
