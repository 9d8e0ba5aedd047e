// SPDX-License-Identifier: MIT
// Rows 1 and 16 of docs/mission.md: who is known, who is active, and how well each answers.
#include "chaincore/net/peer_book.hpp"

#include "support/manual_clock.hpp"

#include <gtest/gtest.h>

namespace chaincore::net {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using test::ManualClock;

Endpoint peer(int number) {
    return {"10.0." + std::to_string(number / 250) + "." + std::to_string(number % 250), 5000};
}

PeerStatus status_of_length(std::uint64_t length) {
    PeerStatus status;
    status.length = length;
    return status;
}

class PeerBookTest : public testing::Test {
protected:
    // A source for every hundred, so that no source has too many.
    void add_many(int first, int last) {
        for (int i = first; i < last; ++i) book_.add(peer(i), "host" + std::to_string(i / 100));
    }
    bool activate(int number) { return book_.note_status(peer(number), status_of_length(1)); }
    bool knows(int number) const { return book_.find(peer(number)).has_value(); }
    seconds pause_of(int number) const {
        return std::chrono::duration_cast<seconds>(book_.find(peer(number))->next_probe - clock_.steady_now());
    }

    ManualClock clock_{std::chrono::hours{24 * 365 * 50}};
    PeerBook book_{clock_};
};

TEST_F(PeerBookTest, KnowsAPeerOnce) {
    EXPECT_TRUE(book_.add(peer(1), "search"));
    EXPECT_FALSE(book_.add(peer(1), "10.9.9.9"));
    const auto info = book_.find(peer(1));
    ASSERT_TRUE(info);
    EXPECT_EQ(info->source, "search");
    EXPECT_EQ(info->first_seen, clock_.wall_now());
    EXPECT_EQ(info->last_seen, util::WallTime{});
    EXPECT_FALSE(info->is_active || info->is_configured);
    EXPECT_EQ(book_.known_count(), 1U);
}

TEST_F(PeerBookTest, MakesAKnownPeerAConfiguredOne) {
    book_.add(peer(1), "search");
    book_.configure(peer(1));
    EXPECT_TRUE(book_.find(peer(1))->is_configured);
    EXPECT_EQ(book_.find(peer(1))->source, "configured");
    EXPECT_EQ(book_.known_count(), 1U);
}

TEST_F(PeerBookTest, KeepsAPeerThatIsConfiguredNoMore) {
    book_.configure(peer(1));
    EXPECT_TRUE(book_.note_status(peer(1), status_of_length(7)));
    book_.unconfigure(peer(1));
    const auto info = book_.find(peer(1));
    ASSERT_TRUE(info);
    EXPECT_FALSE(info->is_configured);
    EXPECT_TRUE(info->is_active);
    EXPECT_EQ(info->source, peer(1).host);
}

TEST_F(PeerBookTest, TakesBackNothingThatWasNotConfigured) {
    book_.add(peer(1), "search");
    book_.unconfigure(peer(1));
    book_.unconfigure(peer(2));
    EXPECT_EQ(book_.find(peer(1))->source, "search");
    EXPECT_EQ(book_.known_count(), 1U);
}

TEST_F(PeerBookTest, IsActiveFromItsStatusToItsFirstFailure) {
    book_.add(peer(1), "search");
    EXPECT_TRUE(book_.note_status(peer(1), status_of_length(7)));
    EXPECT_FALSE(book_.note_status(peer(1), status_of_length(8)));
    EXPECT_EQ(book_.find(peer(1))->status->length, 8U);
    EXPECT_EQ(book_.active_count(), 1U);
    EXPECT_TRUE(book_.note_failure(peer(1)));
    EXPECT_FALSE(book_.note_failure(peer(1)));
    EXPECT_EQ(book_.active_count(), 0U);
    EXPECT_EQ(book_.known_count(), 1U);
}

TEST_F(PeerBookTest, NotesNothingOfStrangers) {
    book_.note_answer(peer(1), seconds{1});
    EXPECT_FALSE(activate(1));
    EXPECT_FALSE(book_.note_failure(peer(1)));
    EXPECT_EQ(book_.known_count(), 0U);
    EXPECT_EQ(book_.version(), 0U);
}

TEST_F(PeerBookTest, ProbesASilentPeerEverMoreSeldom) {
    book_.add(peer(1), "search");
    for (const int expected : {5, 10, 20, 40, 60, 60, 60}) {
        book_.note_failure(peer(1));
        EXPECT_EQ(pause_of(1), seconds{expected});
    }
    book_.note_answer(peer(1), seconds{1});
    EXPECT_LE(pause_of(1), seconds{0});
    book_.note_failure(peer(1));
    EXPECT_EQ(pause_of(1), seconds{5});
}

TEST_F(PeerBookTest, AveragesOverCalls) {
    book_.add(peer(1), "search");
    book_.note_answer(peer(1), seconds{1});
    EXPECT_DOUBLE_EQ(book_.find(peer(1))->response_time.count(), 1.0);
    book_.note_answer(peer(1), seconds{2});
    EXPECT_DOUBLE_EQ(book_.find(peer(1))->response_time.count(), 1.2);
    book_.note_failure(peer(1));
    EXPECT_DOUBLE_EQ(book_.find(peer(1))->failure_rate, 0.1);
    book_.note_answer(peer(1), seconds{2});
    const auto info = book_.find(peer(1));
    EXPECT_DOUBLE_EQ(info->failure_rate, 0.09);
    EXPECT_EQ(info->successes, 3U);
    EXPECT_EQ(info->failures, 1U);
    EXPECT_EQ(info->failures_in_a_row, 0U);
    EXPECT_EQ(info->last_seen, clock_.wall_now());
}

TEST_F(PeerBookTest, GivesTheBestFirst) {
    for (int i = 0; i < 4; ++i) {
        book_.add(peer(i), "search");
        if (i != 3) book_.note_answer(peer(i), seconds{4 - i});
    }
    book_.note_failure(peer(2));
    for (int i = 0; i < 4; ++i) activate(i);
    std::vector<std::string> hosts;
    for (const PeerInfo& info : book_.active()) hosts.push_back(info.endpoint.host);
    EXPECT_EQ(hosts, (std::vector<std::string>{"10.0.0.1", "10.0.0.0", "10.0.0.3", "10.0.0.2"}));
}

TEST_F(PeerBookTest, KeepsTheNumberOfActiveOnesInBounds) {
    for (int i = 0; i < 66; ++i) book_.add(peer(i), "host" + std::to_string(i % 3));
    for (int i = 0; i < 64; ++i) EXPECT_TRUE(activate(i));
    EXPECT_FALSE(activate(64));
    EXPECT_FALSE(book_.find(peer(64))->is_active);
    EXPECT_EQ(book_.find(peer(64))->status->length, 1U);
    EXPECT_EQ(pause_of(64), seconds{60});
    book_.configure(peer(65));
    EXPECT_TRUE(activate(65));
    book_.note_failure(peer(0));
    book_.note_failure(peer(1));
    EXPECT_TRUE(activate(64));
}

TEST_F(PeerBookTest, KeepsHalfOfThePlacesFromOneSource) {
    for (int i = 0; i < 33; ++i) book_.add(peer(i), "10.9.9.9");
    book_.add(peer(33), "10.9.9.8");
    for (int i = 0; i < 32; ++i) EXPECT_TRUE(activate(i));
    EXPECT_FALSE(activate(32));
    EXPECT_EQ(pause_of(32), seconds{60});
    EXPECT_TRUE(activate(33));
    book_.note_failure(peer(0));
    EXPECT_TRUE(activate(32));
}

TEST_F(PeerBookTest, ShutsOutNobodyWhomWeLookForOurselves) {
    for (int i = 0; i < 64; ++i) book_.add(peer(i), "host" + std::to_string(i % 2));
    for (int i = 0; i < 64; ++i) EXPECT_TRUE(activate(i));
    book_.add(peer(64), "search");
    book_.configure(peer(65));
    EXPECT_TRUE(activate(64));
    EXPECT_TRUE(activate(65));
}

TEST_F(PeerBookTest, TakesOurSearchsWordBeforeOthers) {
    book_.add(peer(1), "10.9.9.9");
    EXPECT_FALSE(book_.add(peer(1), "search"));
    EXPECT_EQ(book_.find(peer(1))->source, "search");
    book_.configure(peer(1));
    book_.add(peer(1), "search");
    EXPECT_EQ(book_.find(peer(1))->source, "configured");
}

TEST_F(PeerBookTest, TakesNoMoreThanATenthFromOneSource) {
    for (int i = 0; i < 100; ++i) EXPECT_TRUE(book_.add(peer(i), "10.9.9.9"));
    EXPECT_FALSE(book_.add(peer(100), "10.9.9.9"));
    EXPECT_TRUE(book_.add(peer(100), "10.9.9.8"));
    for (int i = 101; i < 210; ++i) EXPECT_TRUE(book_.add(peer(i), "search"));
    for (int i = 210; i < 320; ++i) book_.configure(peer(i));
    EXPECT_EQ(book_.known_count(), 320U);
}

TEST_F(PeerBookTest, DropsWhoHasBeenSilentForTheLongestTime) {
    book_.configure(peer(0));
    add_many(1, 1000);
    activate(1);
    for (int i = 2; i < 1000; ++i) {
        clock_.advance(seconds{1});
        book_.note_answer(peer(i == 2 ? 999 : i), seconds{1});  // all but the second
    }
    EXPECT_TRUE(book_.add(peer(1000), "search"));
    EXPECT_EQ(book_.known_count(), 1000U);
    EXPECT_FALSE(knows(2));
    EXPECT_TRUE(knows(0) && knows(1) && knows(3) && knows(1000));
}

TEST_F(PeerBookTest, DropsTheOldestOfThoseThatNeverAnswered) {
    for (int i = 0; i < 1000; ++i) {
        clock_.advance(seconds{1});
        book_.add(peer(i), "search");
    }
    EXPECT_TRUE(book_.add(peer(1000), "search"));
    EXPECT_FALSE(knows(0));
    EXPECT_TRUE(knows(1));
}

TEST_F(PeerBookTest, HasNoRoomWhereAllAreConfigured) {
    for (int i = 0; i < 1000; ++i) book_.configure(peer(i));
    EXPECT_FALSE(book_.add(peer(1000), "search"));
    book_.remove(peer(0));
    EXPECT_TRUE(book_.add(peer(1000), "search"));
}

TEST_F(PeerBookTest, BansForADayWhoSentInvalidWork) {
    for (const int number : {1, 2}) {
        book_.add(peer(number), "search");
        activate(number);
    }
    EXPECT_EQ(book_.note_misdeed(peer(1), Misdeed::invalid_work), hours{24});
    const auto info = book_.find(peer(1));
    EXPECT_EQ(info->banned_until, clock_.wall_now() + hours{24});
    EXPECT_TRUE(info->is_banned() && book_.is_banned(peer(1)));
    EXPECT_EQ(book_.active_count(), 1U);
    EXPECT_FALSE(activate(1)) << "whatever it answers";
    EXPECT_EQ(book_.note_misdeed(peer(1), Misdeed::invalid_work), seconds{0}) << "it is already";
    clock_.advance(hours{24});
    EXPECT_FALSE(book_.is_banned(peer(1)));
    EXPECT_EQ(book_.all().at(0).banned_until, util::WallTime{});
    EXPECT_TRUE(activate(1));
}

// Somebody may have spoiled the chain of all nodes of the reference.
TEST_F(PeerBookTest, DoesNotBanTheLastOneForWhatItMayHaveTakenOnTrust) {
    for (const int number : {1, 2}) {
        book_.add(peer(number), "search");
        activate(number);
    }
    EXPECT_EQ(book_.note_misdeed(peer(1), Misdeed::invalid_work), hours{24});
    EXPECT_EQ(book_.note_misdeed(peer(2), Misdeed::invalid_work), seconds{0});
    EXPECT_TRUE(book_.find(peer(2))->is_active);
    PeerStatus ours;
    ours.dialect = Dialect::ours;
    book_.note_status(peer(2), ours);
    EXPECT_EQ(book_.note_misdeed(peer(2), Misdeed::invalid_work), hours{24}) << "one of ours takes nothing on trust";
}

TEST_F(PeerBookTest, BansWhoStallsForTheFifthTime) {
    book_.add(peer(1), "search");
    activate(1);
    for (int i = 0; i < 4; ++i) EXPECT_EQ(book_.note_misdeed(peer(1), Misdeed::stall), seconds{0});
    EXPECT_TRUE(book_.find(peer(1))->is_active);
    EXPECT_EQ(book_.note_misdeed(peer(1), Misdeed::stall), hours{1});
    EXPECT_FALSE(book_.find(peer(1))->is_active);
}

TEST_F(PeerBookTest, BansNobodyItDoesNotKnow) {
    EXPECT_EQ(book_.note_misdeed(peer(1), Misdeed::invalid_work), seconds{0});
    EXPECT_FALSE(book_.is_banned(peer(1)));
}

TEST_F(PeerBookTest, BansTheOperatorsPeersUntilHeNamesThemAgain) {
    book_.configure(peer(1));
    EXPECT_EQ(book_.note_misdeed(peer(1), Misdeed::invalid_work), hours{24});
    EXPECT_FALSE(activate(1));
    PeerBook next(clock_);
    ASSERT_TRUE(next.add_from_json(book_.to_json()));
    EXPECT_TRUE(next.is_banned(peer(1))) << "a start without --peer";
    next.configure(peer(1));
    EXPECT_FALSE(next.is_banned(peer(1)));
}

// The longest silent one is banned: a flood of names must not make it a stranger again.
TEST_F(PeerBookTest, BansWhomTheOperatorNamesForAsLongAsHeSays) {
    ASSERT_TRUE(book_.ban(peer(1), seconds{30}));
    const std::uint64_t before = book_.version();
    ASSERT_TRUE(book_.ban(peer(1), seconds{60}));
    EXPECT_GT(book_.version(), before) << "it is worth saving";
    EXPECT_TRUE(book_.is_banned(peer(1))) << "known or not";
    EXPECT_FALSE(book_.note_status(peer(1), PeerStatus{}));
    PeerBook next(clock_);
    ASSERT_TRUE(next.add_from_json(book_.to_json()));
    EXPECT_EQ(next.find(peer(1))->banned_until, clock_.wall_now() + seconds{60});
    clock_.advance(seconds{60});
    EXPECT_FALSE(book_.is_banned(peer(1)));
}

TEST_F(PeerBookTest, EndsABanBeforeItsTimeWhereTheOperatorSaysSo) {
    EXPECT_FALSE(book_.lift_ban(peer(1)));
    book_.configure(peer(1));
    book_.ban(peer(1), seconds{60});
    EXPECT_TRUE(book_.lift_ban(peer(1)));
    EXPECT_FALSE(book_.lift_ban(peer(1)));
    EXPECT_FALSE(book_.is_banned(peer(1)));
    book_.ban(peer(1), seconds{60});
    EXPECT_TRUE(book_.configure(peer(1))) << "naming it again ends one, too";
    EXPECT_FALSE(book_.is_banned(peer(1)));
    EXPECT_FALSE(book_.configure(peer(1))) << "it is so already";
}

TEST_F(PeerBookTest, DropsBannedOnesLast) {
    book_.add(peer(0), "search");
    book_.note_misdeed(peer(0), Misdeed::invalid_work);
    for (int i = 1; i < 1000; ++i) {
        clock_.advance(seconds{1});
        book_.add(peer(i), "search");
    }
    EXPECT_TRUE(book_.add(peer(1000), "search"));
    EXPECT_TRUE(knows(0));
    EXPECT_FALSE(knows(1));
}

TEST_F(PeerBookTest, SaysWhenThereIsSomethingToSave) {
    std::uint64_t before = 0;
    const auto changed = [&] { return std::exchange(before, book_.version()) != book_.version(); };
    book_.add(peer(1), "search");
    EXPECT_TRUE(changed());
    book_.add(peer(1), "search");
    EXPECT_FALSE(changed());
    activate(1);
    EXPECT_TRUE(changed());
    clock_.advance(minutes{5});
    book_.note_answer(peer(1), seconds{1});
    book_.note_failure(peer(1));
    activate(1);
    EXPECT_FALSE(changed());
    clock_.advance(seconds{1});
    book_.note_answer(peer(1), seconds{1});
    EXPECT_TRUE(changed());
    book_.note_misdeed(peer(1), Misdeed::stall);
    EXPECT_FALSE(changed());
    for (int i = 0; i < 2; ++i) book_.note_misdeed(peer(1), Misdeed::oversize_answer);
    EXPECT_TRUE(changed());
    book_.remove(peer(1));
    EXPECT_TRUE(changed());
}

TEST_F(PeerBookTest, RemembersItsLastDiscovery) {
    EXPECT_EQ(book_.last_discovery(), util::WallTime{});
    book_.note_discovery(clock_.wall_now());
    EXPECT_EQ(book_.last_discovery(), clock_.wall_now());
}

}  // namespace
}  // namespace chaincore::net
