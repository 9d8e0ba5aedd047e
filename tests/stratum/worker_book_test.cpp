// SPDX-License-Identifier: MIT
#include "stratum/worker_book.hpp"

#include <gtest/gtest.h>

namespace chaincore::stratum {
namespace {

using namespace std::chrono_literals;

const WorkerBook::Time kStart{};

class Workers : public testing::Test {
protected:
    Workers() { book_.set_resting(false, kStart); }

    void arrive(const std::string& name, WorkerBook::Time now = kStart) {
        book_.arrive(name, "10.0.0.7", "rig/1", now);
    }
    WorkerReport report_of(const std::string& name, WorkerBook::Time now) {
        for (const WorkerReport& worker : book_.report(now).workers)
            if (worker.name == name) return worker;
        ADD_FAILURE() << name << " is not known";
        return {};
    }

    WorkerBook book_;
};

TEST_F(Workers, AreKnownByName) {
    arrive("A.rig1");
    book_.note_difficulty("A.rig1", 64);
    book_.note_share("A.rig1", ShareFate::accepted, 64, kStart + 10s);
    book_.note_share("A.rig1", ShareFate::stale, 0, kStart + 11s);
    book_.note_block("A.rig1");
    const WorkerReport worker = report_of("A.rig1", kStart + 15s);
    EXPECT_EQ(worker.payee, "A");
    EXPECT_EQ(worker.from, "10.0.0.7");
    EXPECT_EQ(worker.agent, "rig/1");
    EXPECT_EQ(worker.state, WorkerState::searching);
    EXPECT_EQ(worker.sessions, 1U);
    EXPECT_EQ(worker.difficulty, 64U);
    EXPECT_EQ(worker.known_for, 15s);
    EXPECT_EQ(worker.since_share, 5s) << "a stale share says nothing of the search";
    EXPECT_EQ(worker.shares.of(ShareFate::accepted), 1U);
    EXPECT_EQ(worker.shares.of(ShareFate::stale), 1U);
    EXPECT_EQ(worker.blocks, 1U);
    EXPECT_NEAR(worker.rates.one_minute, 64.0 / 15, 1);
}

TEST_F(Workers, CountOnWhereTheyComeAgain) {
    arrive("A");
    book_.note_share("A", ShareFate::accepted, 64, kStart + 1s);
    book_.leave("A", kStart + 2s);
    EXPECT_EQ(report_of("A", kStart + 3s).state, WorkerState::gone);
    EXPECT_EQ(book_.report(kStart + 3s).rates.one_minute, 0) << "who has gone searches nothing";
    arrive("A", kStart + 4s);
    arrive("A", kStart + 4s);
    EXPECT_EQ(report_of("A", kStart + 5s).sessions, 2U);
    EXPECT_EQ(report_of("A", kStart + 5s).shares.of(ShareFate::accepted), 1U);
    book_.leave("A", kStart + 6s);
    EXPECT_EQ(report_of("A", kStart + 6s).state, WorkerState::searching) << "one of its sessions is there";
}

TEST_F(Workers, AreSilentAfterTwoMinutesOfSearchingWithoutAShare) {
    arrive("A");
    EXPECT_EQ(report_of("A", kStart + 120s).state, WorkerState::searching);
    EXPECT_EQ(report_of("A", kStart + 121s).state, WorkerState::silent);
    book_.note_share("A", ShareFate::low, 0, kStart + 122s);
    EXPECT_EQ(report_of("A", kStart + 123s).state, WorkerState::silent) << "that was none";
    book_.note_share("A", ShareFate::accepted, 64, kStart + 124s);
    EXPECT_EQ(report_of("A", kStart + 125s).state, WorkerState::searching);
    arrive("B", kStart + 1h);
    EXPECT_EQ(report_of("B", kStart + 1h + 1s).state, WorkerState::searching);
}

TEST_F(Workers, AreNotSilentWhileThereIsNothingToSearch) {
    arrive("A");
    book_.set_resting(true, kStart + 60s);
    EXPECT_TRUE(book_.report(kStart + 60s).is_resting);
    EXPECT_EQ(report_of("A", kStart + 1h).state, WorkerState::searching);
    book_.set_resting(false, kStart + 1h);
    EXPECT_EQ(report_of("A", kStart + 1h + 59s).state, WorkerState::searching);
    EXPECT_EQ(report_of("A", kStart + 1h + 61s).state, WorkerState::silent) << "two minutes of searching in all";
}

TEST_F(Workers, HaveShownSomethingOnceAShareIsAccepted) {
    arrive("A");
    book_.note_share("A", ShareFate::low, 0, kStart);
    EXPECT_FALSE(book_.has_shares("A"));
    EXPECT_FALSE(book_.has_shares("B"));
    book_.note_share("A", ShareFate::accepted, 64, kStart);
    EXPECT_TRUE(book_.has_shares("A"));
}

TEST_F(Workers, AreListedTheFastestFirst) {
    for (const char* name : {"A", "B", "C"}) arrive(name);
    book_.note_share("B", ShareFate::accepted, 1000, kStart + 1s);
    book_.note_share("C", ShareFate::accepted, 10, kStart + 1s);
    const auto workers = book_.report(kStart + 2s).workers;
    EXPECT_EQ(workers[0].name, "B");
    EXPECT_EQ(workers[1].name, "C");
    EXPECT_EQ(workers[2].name, "A");
}

TEST_F(Workers, AreForgottenADayAfterTheyHaveGone) {
    arrive("A");
    book_.note_share("A", ShareFate::accepted, 1000, kStart + 1s);
    book_.leave("A", kStart + 1s);
    EXPECT_EQ(book_.report(kStart + 24h).workers.size(), 1U);
    EXPECT_EQ(book_.report(kStart + 24h + 2s).workers.size(), 0U);
    EXPECT_EQ(book_.report(kStart + 24h + 2s).shares.of(ShareFate::accepted), 1U) << "the sums stay";
    book_.note_block("A");
    EXPECT_EQ(book_.report(kStart + 24h + 2s).blocks, 1U);
}

TEST_F(Workers, ThatHaveBeenGoneLongestMakeRoom) {
    for (std::size_t i = 0; i < WorkerBook::kNames; ++i) {
        arrive("W" + std::to_string(i));
        book_.leave("W" + std::to_string(i), kStart + std::chrono::seconds(i == 7 ? 0 : 1));
    }
    arrive("W8", kStart + 2s);
    EXPECT_EQ(book_.report(kStart + 2s).workers.size(), WorkerBook::kNames) << "a known name needs no room";
    arrive("new", kStart + 2s);
    const auto workers = book_.report(kStart + 2s).workers;
    EXPECT_EQ(workers.size(), WorkerBook::kNames - WorkerBook::kForgotten + 1);
    bool is_8_there = false;
    for (const WorkerReport& worker : workers) {
        EXPECT_NE(worker.name, "W7");
        is_8_there |= worker.name == "W8";
    }
    EXPECT_TRUE(is_8_there) << "who is there stays";
}

}  // namespace
}  // namespace chaincore::stratum
