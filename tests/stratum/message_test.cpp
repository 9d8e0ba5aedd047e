// SPDX-License-Identifier: MIT
#include "chaincore/stratum/message.hpp"

#include <gtest/gtest.h>

namespace chaincore::stratum {
namespace {

TEST(StratumMessage, IsReadAsARequest) {
    const auto request =
        read_request(R"({"id": 9, "method": "mining.submit", "params": ["a.b", "2f"], "jsonrpc": "2.0"})");
    ASSERT_TRUE(request);
    EXPECT_EQ(request->method, "mining.submit");
    EXPECT_EQ(*request->id.get_if<chain::Number>(), chain::Number{9});
    ASSERT_EQ(request->params.size(), 2U);
    EXPECT_EQ(*request->params[1].get_if<std::string>(), "2f");
}

TEST(StratumMessage, MayLackIdAndParams) {
    const auto request = read_request(R"({"method": "mining.ping"})");
    ASSERT_TRUE(request);
    EXPECT_NE(request->id.get_if<std::nullptr_t>(), nullptr);
    EXPECT_TRUE(request->params.empty());
    EXPECT_TRUE(read_request(R"({"id": "seven", "method": "mining.ping"})"));
    EXPECT_TRUE(read_request("{\"id\": null, \"method\": \"mining.ping\"}\r")) << "some end their lines so";
}

TEST(StratumMessage, ThatCannotBeReadSaysWhy) {
    const auto message_of = [](std::string_view line) {
        const auto request = read_request(line);
        return request ? "read" : request.error().fault.message;
    };
    EXPECT_TRUE(message_of("").starts_with("this is no JSON"));
    EXPECT_TRUE(message_of("{\"id\": 1").starts_with("this is no JSON"));
    EXPECT_TRUE(message_of(R"({"id": 1, "id": 2, "method": "a"})").starts_with("this is no JSON")) << "which of them?";
    EXPECT_EQ(message_of("[]"), "a message must be an object");
    EXPECT_EQ(message_of(R"({"id": {}, "method": "a"})"), "id must be an integer, a short text or null");
    EXPECT_EQ(message_of(R"({"id": 1.5, "method": "a"})"), "id must be an integer, a short text or null");
    EXPECT_EQ(message_of(R"({"id": ")" + std::string(65, 'a') + R"(", "method": "a"})"),
              "id must be an integer, a short text or null");
    EXPECT_EQ(message_of(R"({"id": 1})"), "method must be a text");
    EXPECT_EQ(message_of(R"({"id": 1, "method": 2})"), "method must be a text");
    EXPECT_EQ(message_of(R"({"id": 1, "method": "a", "params": {}})"), "params must be a list");
    EXPECT_EQ(message_of(R"({"method": ")" + std::string(4096, 'a') + "\"}"), "a line may have at most 4,096 bytes");
}

TEST(StratumMessage, ThatCannotBeReadIsAnsweredByItsId) {
    const auto request = read_request(R"({"id": 7, "method": "a", "params": {}})");
    ASSERT_FALSE(request);
    EXPECT_EQ(fault_line(request.error().id, request.error().fault),
              "{\"error\": [20, \"params must be a list\", null], \"id\": 7, \"result\": null}\n");
}

TEST(StratumMessage, IsWrittenAsOneLine) {
    EXPECT_EQ(answer_line(json_number(1), json_truth(true)), "{\"error\": null, \"id\": 1, \"result\": true}\n");
    EXPECT_EQ(notice_line("mining.set_difficulty", {json_number(16)}),
              "{\"id\": null, \"method\": \"mining.set_difficulty\", \"params\": [16]}\n");
    EXPECT_EQ(answer_line({}, json_text("a\nb\xc3\xa4")),
              "{\"error\": null, \"id\": null, \"result\": \"a\\nb\\u00e4\"}\n");
    EXPECT_EQ(fault_line(json_text("x"), {FaultCode::low_share, "too high"}),
              "{\"error\": [23, \"too high\", null], \"id\": \"x\", \"result\": null}\n");
}

}  // namespace
}  // namespace chaincore::stratum
