// SPDX-License-Identifier: MIT
#include "chaincore/stratum/answer.hpp"

#include "chaincore/stratum/message.hpp"

#include <gtest/gtest.h>

namespace chaincore::stratum {
namespace {

Answer answer_in(std::string_view line) {
    const auto message = read_message(line);
    EXPECT_TRUE(message && std::holds_alternative<Answer>(*message)) << line;
    return message ? std::get<Answer>(*message) : Answer{};
}

Notice notice_in(std::string_view line) {
    const auto message = read_message(line);
    EXPECT_TRUE(message && std::holds_alternative<Notice>(*message)) << line;
    return message ? std::get<Notice>(*message) : Notice{};
}

std::string trouble_of(std::string_view line) {
    const auto message = read_message(line);
    return message ? "read" : message.error().message;
}

TEST(StratumAnswer, IsReadAsANodeWritesIt) {
    const Answer taken = answer_in(answer_line(json_number(9), json_truth(true)));
    EXPECT_EQ(taken.id, 9);
    EXPECT_EQ(*taken.result.get_if<bool>(), true);
    EXPECT_FALSE(taken.fault);
    const Answer refused = answer_in(fault_line(json_number(10), {FaultCode::low_share, "not low enough"}));
    EXPECT_EQ(refused.id, 10);
    EXPECT_EQ(refused.fault, (NodeFault{23, "not low enough"}));
}

TEST(StratumAnswer, MayLackTheMemberThatIsNull) {
    EXPECT_FALSE(answer_in(R"({"id": 1, "result": false})").fault);
    EXPECT_EQ(answer_in(R"({"id": 1, "error": [-2, "no"]})").fault, (NodeFault{-2, "no"}));
    EXPECT_EQ(answer_in(R"({"id": 1, "method": null, "result": null})").id, 1);
}

TEST(StratumNotice, IsReadAsANodeWritesIt) {
    const Notice notice = notice_in(notice_line("mining.set_difficulty", {json_number(16)}));
    EXPECT_EQ(notice.method, "mining.set_difficulty");
    ASSERT_EQ(notice.params.size(), 1U);
    EXPECT_EQ(*notice.params[0].get_if<chain::Number>(), chain::Number{16});
    EXPECT_NE(notice.id.get_if<std::nullptr_t>(), nullptr);
}

TEST(StratumNotice, MayWaitForAnAnswerAndLackParams) {
    const Notice ping = notice_in("{\"id\": \"x\", \"method\": \"mining.ping\", \"params\": null}\r");
    EXPECT_EQ(*ping.id.get_if<std::string>(), "x");
    EXPECT_TRUE(ping.params.empty());
}

TEST(StratumLine, ThatMakesNoSenseSaysWhy) {
    EXPECT_TRUE(trouble_of("").starts_with("a line is no JSON"));
    EXPECT_TRUE(trouble_of("\xff").starts_with("a line is no JSON"));
    EXPECT_EQ(trouble_of("[1]"), "a line is no object");
    EXPECT_EQ(trouble_of("{}"), "there is neither a method nor the id of a request");
    EXPECT_EQ(trouble_of(R"({"id": "1", "result": true})"), "there is neither a method nor the id of a request");
    EXPECT_EQ(trouble_of(R"({"id": 1.0, "result": true})"), "there is neither a method nor the id of a request");
    EXPECT_EQ(trouble_of(R"({"id": 9223372036854775808, "result": true})"),
              "there is neither a method nor the id of a request");
    EXPECT_EQ(trouble_of(R"({"id": 1})"), "an answer has neither a result nor an error");
    EXPECT_EQ(trouble_of(R"({"id": 1, "error": "no"})"), "error is no list of a number, words and the like");
    EXPECT_EQ(trouble_of(R"({"id": 1, "error": [20]})"), "error is no list of a number, words and the like");
    EXPECT_EQ(trouble_of(R"({"id": null, "method": 1})"), "method is no text");
    EXPECT_EQ(trouble_of(R"({"id": null, "method": "a", "params": {}})"), "params is no list");
}

TEST(StratumQuestion, IsReadByTheNode) {
    const std::string line = request_line(9, "mining.authorize", {json_text("a.b")});
    EXPECT_EQ(line, "{\"id\": 9, \"method\": \"mining.authorize\", \"params\": [\"a.b\"]}\n");
    const auto request = read_request(line);
    ASSERT_TRUE(request);
    EXPECT_EQ(request->method, "mining.authorize");
}

TEST(StratumLine, HasAHighestLength) {
    const std::string begin = R"({"id": null, "method": ")";
    const std::string end = "\"}";
    const auto line_of = [&](std::size_t size) {
        return begin + std::string(size - begin.size() - end.size(), 'a') + end;
    };
    EXPECT_EQ(trouble_of(line_of(kLongestMessage)), "read");
    EXPECT_EQ(trouble_of(line_of(kLongestMessage + 1)), "a line has more than 16,384 bytes");
}

}  // namespace
}  // namespace chaincore::stratum
