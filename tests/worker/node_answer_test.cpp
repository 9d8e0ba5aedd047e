// SPDX-License-Identifier: MIT
#include "worker/node_answer.hpp"

#include <gtest/gtest.h>

namespace chaincore::worker {
namespace {

TEST(HandInAnswer, IsAcceptedOnlyWhereTheNodeSaysSo) {
    EXPECT_EQ(judge_hand_in(200, R"({"status": "accepted", "block_hash": "00"})").verdict, Verdict::accepted);
    EXPECT_EQ(judge_hand_in(200, R"({"status": "accepted", "duplicate": true})").verdict, Verdict::accepted);
    for (const char* body : {"", "{}", "<html>", R"({"status": "pending"})", R"({"status": true})"})
        EXPECT_EQ(judge_hand_in(200, body).verdict, Verdict::unclear) << body;
}

TEST(HandInAnswer, IsStaleWhereAnotherBlockWasFirst) {
    const HandInAnswer answer = judge_hand_in(409, R"({"status": "rejected", "reason": "stale_block",)"
                                                   R"( "error": "the tip is block 12"})");
    EXPECT_EQ(answer, (HandInAnswer{Verdict::stale, "409 \"stale_block\": \"the tip is block 12\""}));
    EXPECT_EQ(judge_hand_in(200, R"({"status": "accepted", "on_best_chain": false})").verdict, Verdict::stale);
}

TEST(HandInAnswer, IsARefusalWhereItHasAReason) {
    const HandInAnswer answer = judge_hand_in(400, R"({"reason": "merkle_root", "error": "found a, expected b"})");
    EXPECT_EQ(answer, (HandInAnswer{Verdict::refused, "400 \"merkle_root\": \"found a, expected b\""}));
}

TEST(HandInAnswer, IsUnclearWhereTheReferenceSaysTheSameToEverything) {
    const HandInAnswer answer = judge_hand_in(400, R"({"status": "rejected", "error": "Block validation failed"})");
    EXPECT_EQ(answer, (HandInAnswer{Verdict::unclear, "400: \"Block validation failed\""}));
    EXPECT_EQ(judge_hand_in(202, R"({"status": "need_sync"})").verdict, Verdict::unclear);
}

TEST(HandInAnswer, IsAFailureWhereTheNodeIsAtFault) {
    EXPECT_EQ(judge_hand_in(500, "<html>"), (HandInAnswer{Verdict::failed, "500"}));
    EXPECT_EQ(judge_hand_in(502, R"({"reason": "bad_gateway"})").verdict, Verdict::failed);
}

TEST(HandInAnswer, IsNotNowWhereTheNodeIsBusy) {
    for (const int status : {429, 503}) EXPECT_EQ(judge_hand_in(status, "").verdict, Verdict::busy) << status;
}

TEST(HandInAnswer, EscapesAndCutsTheNodesWords) {
    EXPECT_EQ(words_of(400, R"({"error": "red \u001b[31m"})"), R"(400: "red \u001b[31m")");
    EXPECT_LT(words_of(400, R"({"error": ")" + std::string(100'000, 'x') + R"("})").size(), 200U);
}

}  // namespace
}  // namespace chaincore::worker
