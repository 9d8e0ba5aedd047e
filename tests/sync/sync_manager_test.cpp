// SPDX-License-Identifier: MIT
// Row 13 of docs/mission.md: a few peers' lengths often, all peers' less often, and what is longer is fetched.
#include "chaincore/sync/sync_manager.hpp"

#include "sync/chain_thread_fixture.hpp"
#include "sync/fake_peer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <memory>
#include <thread>

namespace chaincore::sync {
namespace {

using namespace std::chrono_literals;
using net::Dialect;
using test::Connection;
using test::FakePeer;
using test::TestChain;
using test::texts_of;
using test::with_false_hash;
using test::with_inflated_coinbase;
using Paths = std::vector<std::string>;

// Stands until the test moves it; whoever sleeps brings something about.
class SleepingClock final : public util::Clock {
public:
    util::WallTime wall_now() const override { return clock_.wall_now(); }
    std::chrono::steady_clock::time_point steady_now() const override { return clock_.steady_now(); }
    void sleep_for(std::chrono::microseconds duration) const override {
        ++sleeps_;
        clock_.sleep_for(duration);
        if (on_sleep) on_sleep();
    }
    void advance(std::chrono::microseconds duration) { clock_.advance(duration); }
    int sleeps() const { return sleeps_; }

    std::function<void()> on_sleep;

private:
    test::ManualClock clock_{std::chrono::seconds(1'800'000'000)};
    mutable std::atomic<int> sleeps_ = 0;
};

class Warnings final : public util::Log {
public:
    void write(util::LogLevel level, std::string_view line) override {
        const std::lock_guard lock(mutex_);
        if (level == util::LogLevel::warn) lines_.emplace_back(line);
    }
    std::vector<std::string> lines() const {
        const std::lock_guard lock(mutex_);
        return lines_;
    }

private:
    mutable std::mutex mutex_;
    std::vector<std::string> lines_;
};

class Manager : public ChainThreadFixture {
protected:
    ~Manager() override { manager_.stop(); }

    void add(const FakePeer& peer) {
        book_.add(peer.endpoint(), "configured");
        ASSERT_TRUE(patient_client_.status(peer.endpoint(), {}));
    }

    // The first round is impatient: it is over when this returns.
    void start() {
        manager_.start();
        manager_.sync_now(10s);
    }

    // A patient round with all peers; this one must be active.
    void run_patient_round(const FakePeer& peer) {
        const std::size_t asked = peer.status_count();
        manager_.request_full();
        ASSERT_TRUE(peer.wait_for_status_count(asked + 1));
        manager_.request_full();  // asks again when that round is over
        ASSERT_TRUE(peer.wait_for_status_count(asked + 2));
    }

    SleepingClock sync_clock_;
    Warnings warnings_;
    net::PeerBook book_{sync_clock_};
    net::PeerClient client_{book_, sync_clock_, warnings_};  // waits 2 s only: one that stalls answers no /status
    net::PeerClient patient_client_{book_, sync_clock_, warnings_, std::make_shared<net::Resolver>(), 60s};
    std::atomic<int> searches_ = 0;
    SyncManager manager_{chain_, book_, client_, sync_clock_, warnings_, [this] { ++searches_; }};
    const TestChain trunk_{8};
};

// The first ones of a chain.
std::vector<std::string> first_texts(const TestChain& chain, std::size_t count) {
    std::vector<std::string> texts = texts_of(chain);
    texts.resize(count);
    return texts;
}

TEST_F(Manager, TakesTheLongestChain) {
    const FakePeer shorter(first_texts(trunk_, 6));
    const FakePeer longer(texts_of(trunk_));
    add(shorter);
    add(longer);
    manager_.start();
    const auto report = manager_.sync_now(10s);
    EXPECT_EQ(report.new_length, 8U);
    EXPECT_FALSE(report.is_behind);
    EXPECT_EQ(tip_hash(), trunk_.block(7).hash);
}

TEST_F(Manager, AsksEverybodyForAShortChainAtOnce) {
    FakePeer slow({});
    slow.claim(2000);
    slow.on("/blockchain", [](const Connection& connection) { connection.closes_within(60'000); });
    const FakePeer honest(texts_of(trunk_));
    add(slow);
    add(honest);
    manager_.start();
    const auto end = std::chrono::steady_clock::now() + 10s;
    while (length() < 8 && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(5ms);
    EXPECT_EQ(length(), 8U) << "though no time goes by";
    manager_.stop();  // before the staller, who waits for it
}

TEST_F(Manager, AsksOneForALongChain) {
    FakePeer longest({});
    longest.claim(2002);
    longest.on("/blockchain", [](const Connection& connection) { connection.closes_within(60'000); });
    FakePeer other(texts_of(trunk_));
    other.claim(2001);
    add(longest);
    add(other);
    manager_.start();
    ASSERT_TRUE(longest.wait_for_request("/blockchain"));
    std::this_thread::sleep_for(100ms);  // some looks
    EXPECT_EQ(other.requests(), Paths{}) << "while it may still begin";
    manager_.stop();  // before the staller, who waits for it
}

TEST_F(Manager, CountsWorkWherePeersSayHowMuchTheyHave) {
    connect(trunk_, 0, 4);
    FakePeer peer(texts_of(trunk_), Dialect::ours);
    peer.claim(100);
    peer.claim_work(5);
    add(peer);
    manager_.start();
    EXPECT_FALSE(manager_.sync_now(10s).is_behind);
    EXPECT_EQ(peer.requests(), Paths{}) << "longer, and worth no more";
    peer.claim(4);
    peer.claim_work(6);
    EXPECT_TRUE(manager_.sync_now(10s).is_behind) << "shorter, and worth more, so it says";
    EXPECT_FALSE(peer.requests().empty());
}

TEST_F(Manager, CallsAChainRefusedWhileItIsSaidToBeWorthMore) {
    FakePeer peer(with_inflated_coinbase(trunk_, 5), Dialect::ours);
    peer.claim_work(6);
    add(peer);
    start();
    ASSERT_TRUE(manager_.refused_chain());
    peer.claim_work(5);
    manager_.sync_now(10s);
    EXPECT_FALSE(manager_.refused_chain()) << "ours has five blocks, too";
}

TEST_F(Manager, StaysWhereNobodyHasMore) {
    connect(trunk_, 0, 4);
    const FakePeer peer(texts_of(branch(trunk_, 0, 5, 2)));
    add(peer);
    start();
    EXPECT_EQ(peer.requests(), Paths{});
    EXPECT_EQ(tip_hash(), trunk_.block(4).hash);
}

TEST_F(Manager, AsksForASearchWhereThereIsNobodyToAsk) {
    start();
    EXPECT_GE(searches_, 1);
    const FakePeer peer({});
    add(peer);
    manager_.sync_now(10s);
    const int before = searches_;
    manager_.sync_now(10s);
    EXPECT_EQ(searches_, before);
}

TEST_F(Manager, FallsBackToTheNextWhereTheLongestLies) {
    FakePeer silent({});
    silent.claim(1000);
    silent.answer("/blockchain", "nonsense");
    FakePeer liar(first_texts(trunk_, 3));
    liar.claim(500);
    const FakePeer honest(texts_of(trunk_));
    add(silent);
    add(liar);
    add(honest);
    manager_.start();
    const auto report = manager_.sync_now(10s);
    EXPECT_EQ(report.new_length, 8U);
    EXPECT_TRUE(report.is_behind) << "so the liar says";
    EXPECT_TRUE(warnings_.lines().empty());
}

// Sends one block and no more; lets the time go by where it does, so that others get their turn.
void stall(
    const Connection& connection, const std::string& block, SleepingClock& clock,
    const std::function<bool()>& goes_by = [] { return true; }) {
    connection.send("HTTP/1.1 200 OK\r\n\r\n{\"chain\": [" + block);
    while (!connection.closes_within(20))
        if (goes_by()) clock.advance(100ms);
}

TEST_F(Manager, AsksOthersWhileOneBringsNothingNew) {
    connect(trunk_, 0, 2);
    FakePeer slow({});
    slow.claim(1000);
    slow.on("/blockchain", [this](const Connection& c) { stall(c, texts_of(trunk_)[0], sync_clock_); });
    const FakePeer honest(texts_of(trunk_));
    add(slow);
    add(honest);
    start();
    EXPECT_EQ(length(), 8U);
    manager_.stop();  // before the stallers, who wait for it
}

TEST_F(Manager, AsksOthersWhileOneStallsThatBeganAlone) {
    connect(trunk_, 0, 2);
    FakePeer slow({});
    slow.claim(1000);
    slow.on("/blockchain", [this](const Connection& c) { stall(c, texts_of(trunk_)[0], sync_clock_); });
    add(slow);
    manager_.start();
    ASSERT_TRUE(slow.wait_for_request("/blockchain"));
    const FakePeer honest(texts_of(trunk_));
    add(honest);
    manager_.sync_now(10s);
    EXPECT_EQ(length(), 8U);
    manager_.stop();  // before the stallers, who wait for it
}

TEST_F(Manager, GivesUpAPlaceForOneThatWaits) {
    const FakePeer honest(texts_of(trunk_));
    const auto is_not_the_honest_ones_turn = [&] { return honest.requests().empty() || length() == 8; };
    std::vector<std::unique_ptr<FakePeer>> stallers;
    for (std::uint64_t i = 0; i < 9; ++i) {
        stallers.push_back(std::make_unique<FakePeer>(std::vector<std::string>{}));
        stallers.back()->claim(1000 + i);
        stallers.back()->on("/blockchain",
                            [&](const Connection& c) { stall(c, "", sync_clock_, is_not_the_honest_ones_turn); });
        add(*stallers.back());
    }
    const auto asked = [&] {
        return std::count_if(stallers.begin(), stallers.end(),
                             [](const auto& peer) { return !peer->requests().empty(); });
    };
    manager_.start();
    const auto end = std::chrono::steady_clock::now() + 10s;
    while (asked() < 8 && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(5ms);
    EXPECT_GE(asked(), 8) << "they have all places";
    add(honest);
    manager_.sync_now(20s);
    EXPECT_EQ(length(), 8U);
    EXPECT_TRUE(stallers[0]->wait_for_request("/blockchain"));
    manager_.stop();  // before the stallers, who wait for it
}

// What flows may be worth nothing.
TEST_F(Manager, AsksAnotherThatHasHeadersWhereOneHasFlownForHalfAMinute) {
    const FakePeer one(first_texts(trunk_, 5));
    add(one);
    gate_.close();
    manager_.start();
    gate_.wait();  // it waits for our own chain, which counts as flowing
    FakePeer other(texts_of(trunk_), Dialect::ours);
    other.claim(3000);
    add(other);
    sync_clock_.advance(29s);
    manager_.request_full();
    ASSERT_TRUE(other.wait_for_status_count(2));
    std::this_thread::sleep_for(100ms);  // some looks
    EXPECT_EQ(other.requests(), Paths{});
    sync_clock_.advance(5s);
    EXPECT_TRUE(other.wait_for_request("/blockchain/headers?start=0&count=2000"));
    gate_.open();
}

TEST_F(Manager, TakesTheWholeChainOfAPeerWithoutRanges) {
    FakePeer peer(texts_of(trunk_), Dialect::b);
    peer.answer("/blocks/range", test::http(404, ""));
    add(peer);
    start();
    EXPECT_EQ(length(), 8U);
    EXPECT_EQ(peer.requests(), (Paths{"/blockchain/headers", "/blocks/range?start=0&end=7", "/blockchain"}));
}

TEST_F(Manager, WaitsForPushedBlocksBeforeItFetchesAWholeChain) {
    start();
    connect(trunk_, 0, 2);
    sync_clock_.on_sleep = [this] { connect(trunk_, 3, 3); };
    const FakePeer peer(first_texts(trunk_, 4));
    add(peer);
    run_patient_round(peer);
    EXPECT_EQ(length(), 4U);
    EXPECT_EQ(peer.requests(), Paths{});
    EXPECT_EQ(sync_clock_.sleeps(), 1);
}

TEST_F(Manager, FetchesAWholeChainWhereNobodyPushes) {
    start();
    connect(trunk_, 0, 2);
    const FakePeer peer(first_texts(trunk_, 4));
    add(peer);
    const auto before = sync_clock_.steady_now();
    run_patient_round(peer);
    EXPECT_EQ(length(), 4U);
    EXPECT_EQ(sync_clock_.steady_now() - before, 2s);
}

TEST_F(Manager, DoesNotWaitBeforeItFetchesRanges) {
    start();
    connect(trunk_, 0, 2);
    const FakePeer peer(first_texts(trunk_, 4), Dialect::ours);
    add(peer);
    run_patient_round(peer);
    EXPECT_EQ(length(), 4U);
    EXPECT_EQ(sync_clock_.sleeps(), 0);
}

TEST_F(Manager, FetchesOneWholeChainInTenSeconds) {
    FakePeer peer(first_texts(trunk_, 4));
    add(peer);
    start();
    peer.set_blocks(first_texts(trunk_, 5));
    run_patient_round(peer);
    EXPECT_EQ(length(), 4U);
    sync_clock_.advance(10s);
    run_patient_round(peer);
    EXPECT_EQ(length(), 5U);
}

TEST_F(Manager, TakesRangesWhileAWholeChainMustWait) {
    FakePeer whole(first_texts(trunk_, 4));
    FakePeer ranges(first_texts(trunk_, 4), Dialect::ours);
    add(whole);
    start();
    add(ranges);
    whole.set_blocks(texts_of(trunk_));
    ranges.set_blocks(first_texts(trunk_, 6));
    run_patient_round(whole);
    EXPECT_EQ(length(), 6U);
}

TEST_F(Manager, IsImpatientWhenItIsAsked) {
    FakePeer peer(first_texts(trunk_, 4));
    add(peer);
    start();
    peer.set_blocks(first_texts(trunk_, 5));
    const auto report = manager_.sync_now(10s);
    EXPECT_EQ(report.old_length, 4U);
    EXPECT_EQ(report.new_length, 5U);
    EXPECT_EQ(sync_clock_.sleeps(), 0);
}

TEST_F(Manager, AsksAFewPeersInEverySecondRound) {
    std::vector<std::unique_ptr<FakePeer>> peers;
    for (int i = 0; i < 5; ++i) peers.push_back(std::make_unique<FakePeer>(first_texts(trunk_, 1)));
    for (const auto& peer : peers) add(*peer);
    start();
    const auto asked = [&] {
        std::size_t sum = 0;
        for (const auto& peer : peers) sum += peer->status_count();
        return sum;
    };
    const auto wait_for = [&](std::size_t count) {
        const auto end = std::chrono::steady_clock::now() + 10s;
        while (asked() < count && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(5ms);
    };
    const std::size_t before = asked();
    manager_.request_quick();
    wait_for(before + 3);
    manager_.request_quick();
    wait_for(before + 8);
    manager_.sync_now(10s);
    EXPECT_EQ(asked(), before + 3 + 5 + 5);
}

TEST_F(Manager, LeavesAPeerAloneThatFailsEverLonger) {
    FakePeer liar({});
    liar.claim(5);
    add(liar);
    manager_.start();
    ASSERT_TRUE(liar.wait_for_request("/blockchain"));
    run_patient_round(liar);
    ASSERT_EQ(liar.requests().size(), 1U);
    for (const auto pause : {10s, 20s, 40s}) {
        const std::size_t asked = liar.requests().size();
        sync_clock_.advance(pause - 1s);
        run_patient_round(liar);
        EXPECT_EQ(liar.requests().size(), asked) << pause.count();
        sync_clock_.advance(1s);
        run_patient_round(liar);
        EXPECT_EQ(liar.requests().size(), asked + 1) << pause.count();
    }
}

TEST_F(Manager, LeavesNobodyAloneWhereSomebodyWaitsForTheOutcome) {
    FakePeer liar({});
    liar.claim(5);
    add(liar);
    start();
    manager_.sync_now(10s);
    EXPECT_GE(liar.requests().size(), 2U);
}

TEST_F(Manager, WarnsOfOneRefusedChainInTenMinutes) {
    const FakePeer one(with_inflated_coinbase(trunk_, 5));
    add(one);
    start();
    const FakePeer other(with_inflated_coinbase(trunk_, 6));
    add(other);
    manager_.sync_now(10s);
    EXPECT_TRUE(manager_.has_refused(other.endpoint()));
    EXPECT_EQ(warnings_.lines().size(), 1U);
    const FakePeer late(with_inflated_coinbase(trunk_, 7));
    sync_clock_.advance(600s);
    add(late);
    manager_.sync_now(10s);
    EXPECT_EQ(warnings_.lines().size(), 2U);
}

TEST_F(Manager, WarnsOnceOfAChainThatOurRulesRefuse) {
    const FakePeer one(with_inflated_coinbase(trunk_, 5));
    const FakePeer other(with_inflated_coinbase(trunk_, 5));
    add(one);
    add(other);
    start();
    EXPECT_EQ(length(), 5U);
    const auto refused = manager_.refused_chain();
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->length, 6U);
    EXPECT_EQ(refused->height, 5U);
    EXPECT_EQ(refused->rejection.rule, chain::Rule::coinbase_value);
    sync_clock_.advance(10s);
    manager_.sync_now(10s);
    ASSERT_EQ(warnings_.lines().size(), 1U);
    EXPECT_NE(warnings_.lines()[0].find("6 blocks, is refused by the rule coinbase_value at block 5: "),
              std::string::npos);
}

TEST_F(Manager, ForgetsARefusedChainThatOursHasOvertaken) {
    const FakePeer peer(with_false_hash(trunk_, 5));
    add(peer);
    start();
    ASSERT_TRUE(manager_.refused_chain());
    connect(trunk_, 5, 7);
    manager_.sync_now(10s);
    EXPECT_FALSE(manager_.refused_chain());
}

TEST_F(Manager, ForgetsARefusedChainWhosePeerHasGone) {
    auto peer = std::make_unique<FakePeer>(with_inflated_coinbase(trunk_, 5));
    add(*peer);
    start();
    ASSERT_TRUE(manager_.refused_chain());
    peer.reset();
    manager_.sync_now(10s);
    EXPECT_FALSE(manager_.refused_chain());
}

TEST_F(Manager, CallsNoChainRefusedThatIsAheadOfOurClock) {
    TestChain ahead(0);
    for (std::size_t height = 0; height < 5; ++height) ahead.append(trunk_.block(height));
    append_late(ahead, 1'800'000'000.0 - test::kFirstTimestamp + 7201);
    const FakePeer peer(texts_of(ahead));
    add(peer);
    start();
    EXPECT_EQ(length(), 5U);
    for (int i = 0; i < 2; ++i) {
        const std::size_t asked = peer.requests().size();
        sync_clock_.advance(9s);
        run_patient_round(peer);
        EXPECT_EQ(peer.requests().size(), asked);
        sync_clock_.advance(1s);
        run_patient_round(peer);
        EXPECT_EQ(peer.requests().size(), asked + 1) << "tried again every ten seconds";
    }
    EXPECT_FALSE(manager_.refused_chain());
    EXPECT_TRUE(warnings_.lines().empty());
    clock_.advance(120s);
    sync_clock_.advance(10s);
    manager_.sync_now(10s);
    EXPECT_EQ(length(), 6U);
}

TEST_F(Manager, StopsWhileAPeerStalls) {
    FakePeer peer({});
    peer.claim(5);
    peer.on("/blockchain", [](const Connection& connection) { connection.closes_within(60'000); });
    add(peer);
    manager_.start();
    ASSERT_TRUE(peer.wait_for_request("/blockchain"));
    const auto begin = std::chrono::steady_clock::now();
    manager_.stop();
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 5s);
}

}  // namespace
}  // namespace chaincore::sync
