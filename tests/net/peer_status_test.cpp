// SPDX-License-Identifier: MIT
#include "chaincore/net/peer_status.hpp"

#include <gtest/gtest.h>

namespace chaincore::net {
namespace {

Dialect dialect_of(std::string_view members) {
    const auto status = parse_peer_status(R"({"blockchain_length": 1)" + std::string(members) + "}");
    EXPECT_TRUE(status) << status.error().message;
    return status->dialect;
}

std::string complaint_about(std::string_view body) {
    const auto status = parse_peer_status(body);
    return status ? "understood" : status.error().message;
}

TEST(PeerStatus, ReadsWhatAnyNodeSays) {
    const auto status = parse_peer_status(R"({"node_id": "node1", "blockchain_length": 12, "pending_transactions": 3,)"
                                          R"( "peers": 4, "target_difficulty": 5})");
    ASSERT_TRUE(status) << status.error().message;
    EXPECT_EQ(status->dialect, Dialect::seed);
    EXPECT_EQ(status->node_id, "node1");
    EXPECT_EQ(status->length, 12U);
    EXPECT_EQ(status->known_peers, 4U);
    EXPECT_EQ(status->target_difficulty, 5U);
}

TEST(PeerStatus, ReadsWhatOursSay) {
    const auto status = parse_peer_status(R"({"blockchain_length": 12, "software": "chaincore/0.1.0",)"
                                          R"( "instance_id": "cafe", "tip_hash": "00ab", "thread_safe": true,)"
                                          R"( "chain_work": "0000000000000000000000000001000a"})");
    ASSERT_TRUE(status) << status.error().message;
    EXPECT_EQ(status->dialect, Dialect::ours);
    EXPECT_EQ(status->instance_id, "cafe");
    EXPECT_EQ(status->tip_hash, "00ab");
    EXPECT_EQ(status->work, "0000000000000000000000000001000a");
}

// Works are compared as texts.
TEST(PeerStatus, TakesNoOtherWorkThanThirtyTwoDigits) {
    for (const std::string work : {"1", "000000000000000000000000000100000", "0000000000000000000000000001000A"}) {
        const auto status =
            parse_peer_status(R"({"blockchain_length": 1, "software": "chaincore/1", "chain_work": ")" + work + "\"}");
        ASSERT_TRUE(status) << status.error().message;
        EXPECT_EQ(status->work, "");
    }
    EXPECT_EQ(parse_peer_status(R"({"blockchain_length": 1, "thread_safe": true,)"
                                R"( "chain_work": "0000000000000000000000000001000a"})")
                  ->work,
              "")
        << "others count otherwise";
}

TEST(PeerStatus, TellsTheDialectsApart) {
    EXPECT_EQ(dialect_of(""), Dialect::seed);
    EXPECT_EQ(dialect_of(R"(, "thread_safe": true)"), Dialect::b);
    EXPECT_EQ(dialect_of(R"(, "software": "chaincore/9")"), Dialect::ours);
    EXPECT_EQ(dialect_of(R"(, "thread_safe": true, "software": "chaincorex")"), Dialect::b);
}

TEST(PeerStatus, WantsALengthThatIsANaturalNumber) {
    for (const char* body :
         {"{}", R"({"blockchain_length": -1})", R"({"blockchain_length": 1.5})", R"({"blockchain_length": 2.0})",
          R"({"blockchain_length": "7"})", R"({"blockchain_length": null})", R"({"blockchain_length": true})"})
        EXPECT_NE(complaint_about(body).find("blockchain_length"), std::string::npos) << body;
}

TEST(PeerStatus, RefusesWhatIsNoObject) {
    EXPECT_EQ(complaint_about("[]"), "the status is no JSON object");
    for (const char* body : {"", "<html>", R"({"blockchain_length": 1)", R"({"blockchain_length": NaN})"})
        EXPECT_NE(complaint_about(body).find("is not understood"), std::string::npos) << body;
}

TEST(PeerStatus, TakesOtherMembersOfTheWrongKindForMissing) {
    const auto status = parse_peer_status(R"({"blockchain_length": 1, "node_id": 7, "peers": -1,)"
                                          R"( "target_difficulty": "5", "software": ["chaincore/"]})");
    ASSERT_TRUE(status) << status.error().message;
    EXPECT_EQ(status->node_id, "");
    EXPECT_EQ(status->known_peers + status->target_difficulty, 0U);
    EXPECT_EQ(status->dialect, Dialect::seed);
}

TEST(PeerStatus, CutsLongTextsBetweenCharacters) {
    const std::string umlaut = "\xc3\xa4";
    std::string name;
    for (int i = 0; i < 101; ++i) name += umlaut;
    const auto status = parse_peer_status(R"({"blockchain_length": 1, "node_id": ")" + name + R"("})");
    ASSERT_TRUE(status) << status.error().message;
    EXPECT_EQ(status->node_id, name.substr(0, 200));
}

TEST(PeerTips, AreALengthAndAHash) {
    const auto tip = parse_peer_tip(R"({"status": "success", "chain_info": {"length": 12, "latest_hash": "00ab"}})");
    ASSERT_TRUE(tip) << tip.error().message;
    EXPECT_EQ(tip->length, 12U);
    EXPECT_EQ(tip->hash, "00ab");
    for (const char* body : {"{}", "[]", R"({"chain_info": 7})", R"({"chain_info": {"length": -1}})",
                             R"({"length": 12, "latest_hash": "00ab"})"})
        EXPECT_FALSE(parse_peer_tip(body)) << body;
}

TEST(PeerUrls, AreTheActivePeersIfThereAreAny) {
    using Urls = std::vector<std::string>;
    EXPECT_EQ(*parse_peer_urls(R"({"peers": ["a", "b"], "active_peers": ["b"], "peer_count": 2})"), Urls{"b"});
    EXPECT_EQ(*parse_peer_urls(R"({"all_peers": ["a"], "peers": ["c"]})"), Urls{"c"});
    EXPECT_EQ(*parse_peer_urls(R"({"all_peers": ["a"], "active_peers": null})"), Urls{"a"});
    EXPECT_EQ(*parse_peer_urls(R"({"active_peers": [], "peers": ["c"]})"), Urls{});
}

TEST(PeerUrls, AreTextsOrOfEraBMembersOfObjects) {
    EXPECT_EQ(*parse_peer_urls(R"({"peers": [{"url": "a", "is_active": false}, {"url": "b"}], "count": 2})"),
              (std::vector<std::string>{"a", "b"}));
}

TEST(PeerUrls, SkipWhatIsNoText) {
    EXPECT_EQ(*parse_peer_urls(R"({"peers": [1, "a", null, {"url": 7}, {}, ["c"]]})"), std::vector<std::string>{"a"});
}

TEST(PeerUrls, AreAtMostAHundred) {
    std::string list = "\"0\"";
    for (int i = 1; i <= 100; ++i) list += ", \"" + std::to_string(i) + "\"";
    const auto urls = parse_peer_urls(R"({"peers": [)" + list + "]}");
    ASSERT_TRUE(urls) << urls.error().message;
    ASSERT_EQ(urls->size(), 100U);
    EXPECT_EQ(urls->back(), "99");
}

TEST(PeerUrls, AreMissingFromOtherAnswers) {
    for (const char* body : {"{}", "[]", "", R"({"peers": 4})"}) EXPECT_FALSE(parse_peer_urls(body)) << body;
}

}  // namespace
}  // namespace chaincore::net
