// SPDX-License-Identifier: MIT
// The lines that worker and node exchange (docs/stratum.md, "Lines"), as values. Any thread.
#pragma once

#include "chaincore/chain/json_value.hpp"
#include "chaincore/util/result.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace chaincore::stratum {

// Without the line's end.
inline constexpr std::size_t kLongestRequest = std::size_t{4} << 10;
inline constexpr std::size_t kLongestId = 64;  // of one that is a text

// What a worker is told of its mistakes; the numbers are those of other chains.
enum class FaultCode : std::uint8_t {
    other = 20,
    unknown_job = 21,
    duplicate_share = 22,
    low_share = 23,
    unauthorized = 24,
    not_subscribed = 25,
};

struct Fault {
    FaultCode code = FaultCode::other;
    std::string message;

    bool operator==(const Fault&) const = default;
};

struct Request {
    chain::JsonValue id;  // null, an integer or a text
    std::string method;
    chain::JsonArray params;
};

// A request whose id could not be read is answered with null.
struct UnreadRequest {
    chain::JsonValue id;
    Fault fault;
};

Result<Request, UnreadRequest> read_request(std::string_view line);

// Each ends with the line's end.
std::string answer_line(const chain::JsonValue& id, chain::JsonValue result);
std::string fault_line(const chain::JsonValue& id, const Fault& fault);
std::string notice_line(std::string_view method, chain::JsonArray params);

// Values for these, shortly.
chain::JsonValue json_text(std::string_view text);
chain::JsonValue json_number(std::uint64_t number);
chain::JsonValue json_truth(bool truth);
chain::JsonValue json_list(chain::JsonArray list);

}  // namespace chaincore::stratum
