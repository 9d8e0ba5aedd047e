// SPDX-License-Identifier: MIT
// What a fetch costs the peer that it was from (docs/protocol.md, "Bans").
#include "chaincore/sync/sync_manager.hpp"
#include "sync/chain_thread_fixture.hpp"
#include "sync/fake_peer.hpp"

#include <gtest/gtest.h>

namespace chaincore::sync {
namespace {

using namespace std::chrono_literals;
using test::FakePeer;
using test::TestChain;
using test::texts_of;

class PeerMisdeeds : public ChainThreadFixture {
protected:
    ~PeerMisdeeds() override { manager_.stop(); }

    void add(const FakePeer& peer) {
        book_.add(peer.endpoint(), "search");
        ASSERT_TRUE(client_.status(peer.endpoint(), {}));
    }
    // In each the peer has a turn, whatever it did before; there may be one more.
    void run_impatient_rounds(int count) {
        if (!std::exchange(has_started_, true)) manager_.start();
        for (int i = 0; i < count; ++i) manager_.sync_now(10s);
    }
    bool is_banned(const FakePeer& peer) const { return book_.is_banned(peer.endpoint()); }

    test::ManualClock peers_clock_{std::chrono::seconds(1'800'000'000)};
    net::PeerBook book_{peers_clock_};
    net::PeerClient client_{book_, peers_clock_, log_, std::make_shared<net::Resolver>(), 60s};
    SyncManager manager_{chain_, book_, client_, peers_clock_, log_};
    const TestChain trunk_{8};
    bool has_started_ = false;
};

TEST_F(PeerMisdeeds, AFalseHashIsADaysBan) {
    const FakePeer peer(test::with_false_hash(trunk_, 5));
    const FakePeer other({});
    add(peer);
    add(other);
    run_impatient_rounds(1);
    EXPECT_EQ(book_.find(peer.endpoint())->banned_until, peers_clock_.wall_now() + 24h);
    EXPECT_EQ(chain_.tip()->length(), 5U) << "what came before counts";
    EXPECT_TRUE(manager_.has_refused(peer.endpoint())) << "it is still shown";
}

TEST_F(PeerMisdeeds, ARuleOfOursCostsNothing) {
    const FakePeer peer(with_inflated_coinbase(trunk_, 5));
    add(peer);
    run_impatient_rounds(8);
    EXPECT_TRUE(manager_.has_refused(peer.endpoint()));
    EXPECT_FALSE(is_banned(peer));
}

// The first one is free, since it brings all that the peer has.
TEST_F(PeerMisdeeds, TheFifthFalseClaimIsAnHoursBan) {
    FakePeer peer(texts_of(trunk_));
    peer.claim(50);
    add(peer);
    run_impatient_rounds(10);
    EXPECT_EQ(chain_.tip()->length(), 8U);
    EXPECT_EQ(book_.find(peer.endpoint())->banned_until, peers_clock_.wall_now() + 1h);
    EXPECT_EQ(peer.requests().size(), 6U);
}

TEST_F(PeerMisdeeds, TheSecondAnswerThatIsNoListIsAnHoursBan) {
    FakePeer peer(texts_of(trunk_));
    peer.answer("/blockchain", test::http(200, R"({"chain": [7, )" + std::string(1 << 20, ' ')));
    add(peer);
    run_impatient_rounds(5);
    EXPECT_EQ(book_.find(peer.endpoint())->banned_until, peers_clock_.wall_now() + 1h);
    EXPECT_EQ(peer.requests().size(), 2U);
}

TEST_F(PeerMisdeeds, AnErrorAndAnAnswerThatIsCutOffCostNothing) {
    const std::string cut = R"({"length": 8, "chain": [)" + texts_of(trunk_)[0] + ", {";
    for (const std::string& answer : {test::http(500, "<html>"), test::http(200, cut)}) {
        FakePeer peer(texts_of(trunk_));
        peer.answer("/blockchain", answer);
        add(peer);
        run_impatient_rounds(8);
        EXPECT_FALSE(is_banned(peer));
    }
}

}  // namespace
}  // namespace chaincore::sync
