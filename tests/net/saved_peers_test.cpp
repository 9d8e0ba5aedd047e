// SPDX-License-Identifier: MIT
#include "chaincore/net/peer_book.hpp"
#include "support/manual_clock.hpp"

#include <gtest/gtest.h>

namespace chaincore::net {
namespace {

using std::chrono::microseconds;
using test::ManualClock;

constexpr microseconds kStart{1'795'367'986'339'563};
const Endpoint kOne{"localhost", 5000};
const Endpoint kOther{"10.0.0.1", 5001};

std::string entry(const std::string& url, const std::string& source = "search") {
    return R"({"url": ")" + url + R"(", "source": ")" + source + R"(", "first_seen": 1.5, "last_seen": 2})";
}

std::string file_of(const std::string& entries) { return R"({"peers": [)" + entries + R"(], "version": 1})"; }

std::string numbered_entries(int count, const std::string& source) {
    std::string entries;
    for (int i = 0; i < count; ++i)
        entries += (i == 0 ? "" : ", ") + entry("http://localhost:" + std::to_string(2000 + i), source);
    return entries;
}

std::string complaint_about(const std::string& text) {
    const ManualClock clock{kStart};
    PeerBook book(clock);
    const auto added = book.add_from_json(text);
    EXPECT_EQ(book.version() == 0, !added);
    return added ? "added" : added.error().message;
}

TEST(SavedPeers, AreCanonicalJson) {
    const ManualClock clock{kStart};
    PeerBook book(clock);
    EXPECT_EQ(book.to_json(), R"({"peers": [], "version": 1})");
    book.add(kOne, "10.9.9.9");
    EXPECT_EQ(book.to_json(), R"({"peers": [{"first_seen": 1795367986.339563, "last_seen": 0.0, )"
                              R"("source": "10.9.9.9", "url": "http://localhost:5000"}], "version": 1})");
}

TEST(SavedPeers, ComeBackAsTheyWere) {
    ManualClock clock{kStart};
    PeerBook book(clock);
    book.add(kOne, "10.9.9.9");
    book.configure(kOther);
    clock.advance(microseconds{7});
    book.note_status(kOne, {});
    PeerBook next(clock);
    ASSERT_TRUE(next.add_from_json(book.to_json()));
    EXPECT_EQ(next.to_json(), book.to_json());
    EXPECT_EQ(next.find(kOne)->last_seen, clock.wall_now());
    EXPECT_FALSE(next.find(kOne)->is_active);
    EXPECT_FALSE(next.find(kOther)->is_configured);
}

TEST(SavedPeers, GiveAConfiguredPeerBackItsPast) {
    const ManualClock clock{kStart};
    PeerBook book(clock);
    book.configure(kOne);
    ASSERT_TRUE(book.add_from_json(file_of(entry("http://127.0.0.1:5000"))));
    const auto info = book.find(kOne);
    EXPECT_TRUE(info->is_configured);
    EXPECT_EQ(info->source, "configured");
    EXPECT_EQ(info->first_seen, util::WallTime(microseconds{1'500'000}));
    EXPECT_EQ(info->last_seen, util::WallTime(microseconds{2'000'000}));
    EXPECT_EQ(book.known_count(), 1U);
}

TEST(SavedPeers, AreBannedForAsLongAsTheyWere) {
    ManualClock clock{kStart};
    PeerBook book(clock);
    book.add(kOne, "search");
    book.add(kOther, "search");
    book.note_misdeed(kOne, Misdeed::invalid_work);
    EXPECT_NE(book.to_json().find(R"("banned_until": 1795454386.339563, )"), std::string::npos) << book.to_json();
    PeerBook next(clock);
    clock.advance(std::chrono::hours{23});
    ASSERT_TRUE(next.add_from_json(book.to_json()));
    EXPECT_EQ(next.to_json(), book.to_json());
    EXPECT_TRUE(next.is_banned(kOne));
    EXPECT_FALSE(next.is_banned(kOther));
    clock.advance(std::chrono::hours{1});
    EXPECT_FALSE(next.is_banned(kOne));
    EXPECT_EQ(next.to_json().find("banned"), std::string::npos);
}

// The clock was another then.
TEST(SavedPeers, AreBannedForADayAtMost) {
    ManualClock clock{kStart};
    PeerBook book(clock);
    ASSERT_TRUE(book.add_from_json(file_of(R"({"url": "http://localhost:5000", "source": "search", "first_seen": 1, )"
                                           R"("last_seen": 2, "banned_until": 4000000000})")));
    EXPECT_EQ(book.find(kOne)->banned_until, clock.wall_now() + std::chrono::hours{24});
}

TEST(SavedPeers, AreNotBannedWhereTheOperatorNamesThem) {
    const ManualClock clock{kStart};
    PeerBook book(clock);
    book.add(kOne, "search");
    book.note_misdeed(kOne, Misdeed::invalid_work);
    PeerBook next(clock);
    next.configure(kOne);
    ASSERT_TRUE(next.add_from_json(book.to_json()));
    EXPECT_FALSE(next.is_banned(kOne));
}

TEST(SavedPeers, AreRefusedWhereTheTextIsWrong) {
    const std::string good = entry("http://localhost:5000");
    for (const auto& [text, expected] :
         {std::pair{std::string("{"), "JSON"},
          {"[]", "version is not 1"},
          {R"({"peers": []})", "version is not 1"},
          {R"({"peers": [], "version": 2})", "version is not 1"},
          {R"({"version": 1})", "no list of peers"},
          {file_of("7"), "peer 1 of it: it has no url"},
          {file_of(good + ", " + entry("ftp://x")), "peer 2 of it: \"ftp://x\" is no URL"},
          {file_of(entry("http://localhost:5000", "")), "no source"},
          {file_of(R"({"url": "http://a:1", "source": "b"})"), "first_seen"},
          {file_of(R"({"url": "http://a:1", "source": "b", "first_seen": 1})"), "last_seen"},
          {file_of(R"({"url": "http://a:1", "source": "b", "first_seen": 1, "last_seen": 1, "banned_until": true})"),
           "banned_until is no time"}})
        EXPECT_NE(complaint_about(text).find(expected), std::string::npos) << text << ": " << complaint_about(text);
}

TEST(SavedPeers, AreRefusedWhereATimeIsNone) {
    for (const char* time : {"-1", "-0.5", "1e300", "253402300800", "\"1\"", "null"})
        EXPECT_NE(complaint_about(file_of(R"({"url": "http://a:1", "source": "b", "last_seen": 1, "first_seen": )" +
                                          std::string(time) + "}"))
                      .find("first_seen is no time"),
                  std::string::npos)
            << time;
}

TEST(SavedPeers, KeepTheLimitsOfABook) {
    EXPECT_EQ(complaint_about(file_of(numbered_entries(1000, "search"))), "added");
    EXPECT_NE(complaint_about(file_of(numbered_entries(1001, "search"))).find("1001 peers"), std::string::npos);
    EXPECT_EQ(complaint_about(file_of(numbered_entries(100, "10.9.9.9"))), "added");
    EXPECT_NE(complaint_about(file_of(numbered_entries(101, "10.9.9.9"))).find("\"10.9.9.9\" named"),
              std::string::npos);
}

}  // namespace
}  // namespace chaincore::net
