// SPDX-License-Identifier: MIT
#include "chaincore/net/broadcaster.hpp"

#include "net/collected_log.hpp"
#include "net/raw_server.hpp"
#include "net/scripted_peer.hpp"
#include "support/manual_clock.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

namespace chaincore::net {
namespace {

using namespace std::chrono_literals;
using test::Reply;
using test::ScriptedPeer;
using test::SeenRequest;

constexpr auto kPatience = 20s;
const std::string kBlocks = "/submit_block";
const std::string kTransactions = "/receive_transaction";

std::string text_of(std::uint64_t height) { return "{\"index\": " + std::to_string(height) + "}"; }
std::string hash_of(std::uint64_t height) { return "hash" + std::to_string(height); }
std::uint64_t height_of(const SeenRequest& request) { return std::stoull(request.body.substr(10)); }

// A chain whose blocks say their height.
class FakeChain final : public ChainTexts {
public:
    std::uint64_t length() const override { return length_; }
    std::optional<std::string> block_text(std::uint64_t height) const override {
        return height < length_ ? std::optional(text_of(height)) : std::nullopt;
    }
    std::optional<std::string> block_hash(std::uint64_t height) const override {
        ++hashes_asked_;
        hashes_asked_.notify_all();
        return height < length_ ? std::optional(hash_of(height)) : std::nullopt;
    }

    std::atomic<std::uint64_t> length_ = 0;
    mutable std::atomic<int> hashes_asked_ = 0;
};

class BroadcasterTest : public testing::Test {
protected:
    explicit BroadcasterTest(std::chrono::milliseconds second_look = 1s)
        : broadcaster_(book_, client_, chain_, log_, [this] { ++times_ahead_; }, second_look) {}

    void activate(const ScriptedPeer& peer) {
        book_.add(peer.endpoint(), "search");
        book_.note_status(peer.endpoint(), {});
    }
    // As the chain thread does it: the new tip is published once the pushing has begun.
    void push(std::uint64_t first, std::uint64_t last) {
        chain_.length_ = first;
        std::vector<OutgoingBlock> blocks;
        for (std::uint64_t height = first; height <= last; ++height)
            blocks.push_back(
                {height, hash_of(height), hash_of(height - 1), std::make_shared<const std::string>(text_of(height))});
        broadcaster_.push(blocks);
        chain_.length_ = last + 1;
    }
    void push(std::uint64_t height) { push(height, height); }
    void drain() { broadcaster_.drain(kPatience); }

    static std::vector<std::uint64_t> heights(const ScriptedPeer& peer) {
        std::vector<std::uint64_t> heights;
        for (const SeenRequest& request : peer.requests(kBlocks)) heights.push_back(height_of(request));
        return heights;
    }
    static std::vector<std::uint64_t> from_to(std::uint64_t first, std::uint64_t last) {
        std::vector<std::uint64_t> heights;
        for (std::uint64_t height = first; height <= last; ++height) heights.push_back(height);
        return heights;
    }
    // It takes the block that follows its last one and no other.
    static void follow_a_chain(ScriptedPeer& peer, std::uint64_t length) {
        peer.set_instance_id("another");
        peer.set_length(length);
        peer.answer(kBlocks, [&peer, next = std::make_shared<std::atomic<std::uint64_t>>(length)](const auto& request) {
            if (height_of(request) != *next) return Reply{400, "{}"};
            peer.set_length(++*next);
            return Reply{};
        });
    }

    // As HEAD: whatever it does with a block, it answers 500.
    static void be_era_b(ScriptedPeer& peer, std::shared_ptr<std::atomic<std::uint64_t>> length) {
        peer.answer("/status", [length](const SeenRequest&) {
            return Reply{200, R"({"thread_safe": true, "blockchain_length": )" + std::to_string(*length) + "}"};
        });
        peer.answer("/chain/info", [length](const SeenRequest&) {
            return Reply{200, R"({"chain_info": {"length": )" + std::to_string(*length) + R"(, "latest_hash": ")" +
                                  hash_of(*length - 1) + "\"}}"};
        });
        peer.answer(kBlocks, [length](const SeenRequest& request) {
            if (height_of(request) == *length) ++*length;
            return Reply{500, "<html>"};
        });
    }
    void activate_era_b(const ScriptedPeer& peer) {
        book_.add(peer.endpoint(), "search");
        PeerStatus status;
        status.dialect = Dialect::b;
        book_.note_status(peer.endpoint(), status);
    }

    test::ManualClock clock_{std::chrono::hours{24 * 365 * 50}};
    test::CollectedLog log_;
    PeerBook book_{clock_};
    PeerClient client_{book_, clock_, log_, std::make_shared<Resolver>(), 60s};
    FakeChain chain_;
    ScriptedPeer peer_;
    std::atomic<int> times_ahead_ = 0;
    Broadcaster broadcaster_;
};

class PatientBroadcasterTest : public BroadcasterTest {
protected:
    PatientBroadcasterTest() : BroadcasterTest(60s) {}
};

TEST_F(BroadcasterTest, SendsBlocksInTheirOrderOneAfterTheOther) {
    activate(peer_);
    push(5, 9);
    push(10, 20);
    drain();
    EXPECT_EQ(heights(peer_), from_to(5, 20));
    EXPECT_EQ(peer_.most_at_once(kBlocks), 1U);
    EXPECT_TRUE(peer_.requests("/status").empty()) << "one that takes all is asked nothing";
}

TEST_F(BroadcasterTest, SaysWhoSends) {
    broadcaster_.set_own_url("http://localhost:5007");
    activate(peer_);
    push(5);
    drain();
    const auto requests = peer_.requests(kBlocks);
    ASSERT_EQ(requests.size(), 1U);
    EXPECT_EQ(requests[0].body, text_of(5));
    for (const char* line : {"POST /submit_block HTTP/1.1", "X-Local-Mining: false", "Content-Type: application/json",
                             "X-Peer-Origin: http://localhost:5007"})
        EXPECT_NE(requests[0].head.find(std::string(line) + "\r\n"), std::string::npos) << line;
}

TEST_F(BroadcasterTest, SaysNothingOfWhoSendsBeforeItListens) {
    activate(peer_);
    push(5);
    drain();
    EXPECT_EQ(peer_.requests(kBlocks).at(0).head.find("X-Peer-Origin"), std::string::npos);
}

TEST_F(BroadcasterTest, SendsToActivePeersOnly) {
    book_.add(peer_.endpoint(), "search");
    push(5);
    drain();
    EXPECT_TRUE(peer_.requests(kBlocks).empty());
}

TEST_F(BroadcasterTest, WaitsForNobodyWhoIsFrozen) {
    ScriptedPeer frozen;
    frozen.hang_on(kBlocks);
    activate(frozen);
    activate(peer_);
    push(5, 8);
    EXPECT_TRUE(peer_.has_seen(kBlocks, 4));
    ASSERT_TRUE(frozen.has_seen(kBlocks));
    EXPECT_EQ(heights(frozen), from_to(5, 5));
}

TEST_F(BroadcasterTest, SendsNothingBackToItsSender) {
    ScriptedPeer other;
    activate(peer_);
    activate(other);
    broadcaster_.note_sender("hash6", peer_.endpoint());
    push(5, 7);
    drain();
    EXPECT_EQ(heights(peer_), (std::vector<std::uint64_t>{5, 7}));
    EXPECT_EQ(heights(other), from_to(5, 7));
}

TEST_F(BroadcasterTest, SendsAPeerWhatItLacks) {
    follow_a_chain(peer_, 3);
    activate(peer_);
    push(6);
    drain();
    EXPECT_EQ(heights(peer_), (std::vector<std::uint64_t>{6, 3, 4, 5, 6}));
    EXPECT_EQ(log_.count("refuses"), 0U);
}

TEST_F(BroadcasterTest, SendsOnWhereAPeerHasGotABlockElsewhere) {
    peer_.set_instance_id("another");
    peer_.set_length(3);
    activate(peer_);
    std::atomic<int> number = 0;
    peer_.answer(kBlocks, [&](const SeenRequest& request) {
        if (++number > 1) peer_.set_length(height_of(request) + 1);
        return Reply{number == 1 || height_of(request) == 4 ? 400 : 200, "{}"};
    });
    push(5);
    drain();
    EXPECT_EQ(heights(peer_), (std::vector<std::uint64_t>{5, 3, 4, 5}));
    EXPECT_EQ(log_.count("refuses"), 0U);
}

TEST_F(BroadcasterTest, SendsAHundredBlocksAtMost) {
    follow_a_chain(peer_, 3);
    activate(peer_);
    push(103);
    drain();
    EXPECT_EQ(heights(peer_), from_to(103, 103)) << "it is 101 behind: it must fetch them";
    push(104);
    drain();
    EXPECT_EQ(heights(peer_), from_to(103, 104));
}

TEST_F(BroadcasterTest, SendsAHundredBlocks) {
    follow_a_chain(peer_, 3);
    activate(peer_);
    push(102);
    drain();
    EXPECT_EQ(peer_.requests(kBlocks).size(), 101U);
    EXPECT_EQ(heights(peer_).back(), 102U);
}

TEST_F(BroadcasterTest, TakesAPeersLengthForItsWord) {
    peer_.set_length(7);
    peer_.answer(kBlocks, Reply{500, "<html>"});  // era B, which has taken it
    activate(peer_);
    push(6);
    drain();
    EXPECT_EQ(peer_.requests(kBlocks).size(), 1U);
    EXPECT_EQ(log_.count("refuses"), 0U);
}

TEST_F(BroadcasterTest, SendsEraBWhatFollowsItsTipAndNothingElse) {
    be_era_b(peer_, std::make_shared<std::atomic<std::uint64_t>>(3));
    activate_era_b(peer_);
    push(6);
    drain();
    EXPECT_EQ(heights(peer_), from_to(3, 6)) << "never 6 before 5";
    push(7);
    drain();
    EXPECT_EQ(heights(peer_), from_to(3, 7));
    EXPECT_EQ(log_.count("refuses"), 0U) << "its 500 means nothing";
}

TEST_F(BroadcasterTest, AsksEraBOnceBetweenTwoBlocks) {
    be_era_b(peer_, std::make_shared<std::atomic<std::uint64_t>>(5));
    activate_era_b(peer_);
    for (std::uint64_t height = 5; height < 9; ++height) {
        push(height);
        drain();
    }
    EXPECT_EQ(heights(peer_), from_to(5, 8));
    EXPECT_LE(peer_.requests("/chain/info").size(), 6U) << "5 where no block was late, instead of 8";
}

TEST_F(BroadcasterTest, AsksEraBAnewWhereItHasSaidSomethingElseMeanwhile) {
    const auto length = std::make_shared<std::atomic<std::uint64_t>>(5);
    be_era_b(peer_, length);
    activate_era_b(peer_);
    push(5);
    drain();
    const std::size_t asked = peer_.requests("/chain/info").size();
    *length = 7;
    ASSERT_TRUE(client_.status(peer_.endpoint(), {}));
    push(6);
    drain();
    EXPECT_EQ(heights(peer_), from_to(5, 5)) << "it has that one";
    EXPECT_EQ(peer_.requests("/chain/info").size(), asked + 1);
}

TEST_F(BroadcasterTest, SendsEraBNothingThatItHas) {
    be_era_b(peer_, std::make_shared<std::atomic<std::uint64_t>>(7));
    activate_era_b(peer_);
    push(5, 6);
    drain();
    EXPECT_TRUE(peer_.requests(kBlocks).empty());
}

TEST_F(BroadcasterTest, SendsEraBNothingOfAnotherBranch) {
    const auto length = std::make_shared<std::atomic<std::uint64_t>>(5);
    be_era_b(peer_, length);
    peer_.answer("/chain/info", Reply{200, R"({"chain_info": {"length": 5, "latest_hash": "another"}})"});
    activate_era_b(peer_);
    push(5, 7);
    drain();
    EXPECT_TRUE(peer_.requests(kBlocks).empty());
    EXPECT_EQ(log_.count("info: peer " + peer_.url() + " is on another branch"), 1U);
    be_era_b(peer_, length);
    push(8);
    drain();
    EXPECT_EQ(heights(peer_), from_to(5, 8)) << "it has come round";
}

// The chain that is shown is still the old one: its blocks do not lead to the new tip.
TEST_F(BroadcasterTest, SendsEraBNothingWhileABranchIsChanged) {
    be_era_b(peer_, std::make_shared<std::atomic<std::uint64_t>>(3));
    activate_era_b(peer_);
    chain_.length_ = 7;
    broadcaster_.push({{6, "other6", "other5", std::make_shared<const std::string>(text_of(6))}});
    drain();
    EXPECT_TRUE(peer_.requests(kBlocks).empty());
}

TEST_F(PatientBroadcasterTest, SendsEraBWhatFollowsOnceTheBranchIsShown) {
    be_era_b(peer_, std::make_shared<std::atomic<std::uint64_t>>(3));
    activate_era_b(peer_);
    chain_.length_ = 5;
    broadcaster_.push({{6, hash_of(6), hash_of(5), std::make_shared<const std::string>(text_of(6))}});
    chain_.hashes_asked_.wait(0);
    chain_.length_ = 7;
    drain();
    EXPECT_EQ(heights(peer_), from_to(3, 6));
}

TEST_F(BroadcasterTest, SaysThatEraBHasNotTakenABlock) {
    be_era_b(peer_, std::make_shared<std::atomic<std::uint64_t>>(5));
    peer_.answer(kBlocks, Reply{500, "<html>"});
    activate_era_b(peer_);
    push(5, 6);
    drain();
    EXPECT_EQ(log_.count("info: peer " + peer_.url() + " refuses block 5 of ours (answer 500)"), 1U);
}

// A reader may meet the chain while it is written.
TEST_F(BroadcasterTest, AsksEraBForItsTipAgain) {
    be_era_b(peer_, std::make_shared<std::atomic<std::uint64_t>>(5));
    activate_era_b(peer_);
    peer_.answer("/chain/info", [asked = std::make_shared<std::atomic<int>>(0)](const SeenRequest&) {
        const bool is_written = ++*asked % 2 == 1;
        return Reply{is_written ? 500 : 200, R"({"chain_info": {"length": 5, "latest_hash": "hash4"}})"};
    });
    push(5);
    drain();
    EXPECT_EQ(heights(peer_), from_to(5, 5));
}

TEST_F(BroadcasterTest, SaysThatAPeerThatRefusesIsAhead) {
    peer_.set_length(8);
    peer_.answer(kBlocks, Reply{400, "{}"});
    activate(peer_);
    push(6);
    drain();
    EXPECT_EQ(times_ahead_, 1);
    push(7);
    drain();
    EXPECT_EQ(times_ahead_, 1) << "it is as long as we are";
}

TEST_F(BroadcasterTest, SaysNothingOfOneThatIsAheadOfABlockAndNotOfUs) {
    peer_.hang_on(kBlocks);
    peer_.answer(kBlocks, Reply{400, "{}"});
    peer_.set_length(9);
    activate(peer_);
    push(6, 8);
    peer_.release();
    drain();
    EXPECT_EQ(peer_.requests(kBlocks).size(), 3U);
    EXPECT_EQ(times_ahead_, 0);
}

// It takes up another chain, one block after the other: the next moment it has them all.
TEST_F(BroadcasterTest, SendsNothingToAnEraAPeerThatIsShortForAMoment) {
    peer_.answer("/status", [asked = std::make_shared<std::atomic<int>>(0)](const SeenRequest&) {
        return Reply{200, R"({"blockchain_length": )" + std::to_string(++*asked == 1 ? 3 : 7) + "}"};
    });
    peer_.answer(kBlocks, Reply{400, "{}"});
    activate(peer_);
    push(6);
    drain();
    EXPECT_EQ(heights(peer_), from_to(6, 6));
    EXPECT_EQ(peer_.requests("/status").size(), 2U);
}

TEST_F(BroadcasterTest, TakesAnEraAPeersLengthForItsWordTheSecondTime) {
    peer_.answer("/status", Reply{200, R"({"blockchain_length": 5})"});
    activate(peer_);
    PeerStatus claim;
    claim.length = 9;
    book_.note_status(peer_.endpoint(), claim);
    peer_.answer(kBlocks, Reply{400, "{}"});
    push(5);
    drain();
    EXPECT_EQ(peer_.requests("/status").size(), 2U) << "it said 9 blocks before";
    EXPECT_EQ(log_.count("refuses block 5"), 1U);
}

TEST_F(PatientBroadcasterTest, StopsAtOnceWhileItWaitsForASecondLook) {
    peer_.answer(kBlocks, Reply{400, "{}"});
    activate(peer_);
    push(6);
    ASSERT_TRUE(peer_.has_seen("/status"));
    const auto begin = std::chrono::steady_clock::now();
    broadcaster_.stop();
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 10s);
    EXPECT_EQ(peer_.requests("/status").size(), 1U);
}

TEST_F(BroadcasterTest, SaysOnceThatAPeerRefuses) {
    peer_.answer(kBlocks, [this](const SeenRequest& request) {
        peer_.set_length(height_of(request));
        return Reply{400, "{}"};
    });
    activate(peer_);
    push(6, 8);
    drain();
    EXPECT_EQ(log_.count("info: peer " + peer_.url() + " refuses block"), 1U);
    EXPECT_EQ(log_.count("debug: peer " + peer_.url() + " refuses block"), 2U);
    peer_.answer(kBlocks, Reply{});
    push(9);
    drain();
    peer_.answer(kBlocks, Reply{400, "{}"});
    peer_.set_length(10);
    push(10);
    drain();
    EXPECT_EQ(log_.count("info: peer " + peer_.url() + " refuses block"), 2U) << "a new run";
}

// It says what it lacks, and fetches it.
TEST_F(BroadcasterTest, TakesAPeerThatNeedsASyncForNoRefusal) {
    peer_.set_length(6);
    peer_.answer(kBlocks, Reply{202, "{}"});
    activate(peer_);
    push(6);
    drain();
    EXPECT_EQ(log_.count("info: "), 0U);
}

TEST_F(BroadcasterTest, SendsLaterWhatAPeerWasTooBusyFor) {
    for (const int status : {429, 503}) {
        ScriptedPeer busy;
        busy.set_instance_id("another");
        busy.set_length(3);
        busy.answer(kBlocks, Reply{status, "{}"});
        activate(busy);
        push(3);
        drain();
        EXPECT_TRUE(busy.requests("/status").empty()) << "it is left alone";
        follow_a_chain(busy, 3);
        push(4);
        drain();
        EXPECT_EQ(heights(busy), (std::vector<std::uint64_t>{3, 3, 4}));
        EXPECT_EQ(log_.count("refuses"), 0U);
    }
}

TEST_F(BroadcasterTest, AsksForTheLengthWhereTooManyWait) {
    activate(peer_);
    peer_.hang_on(kBlocks);
    push(5);
    ASSERT_TRUE(peer_.has_seen(kBlocks));
    push(6, 70);  // 65 of them
    peer_.answer(kBlocks, Reply{});
    peer_.set_instance_id("another");
    peer_.set_length(60);
    peer_.release();
    drain();
    std::vector<std::uint64_t> expected = from_to(60, 70);
    expected.insert(expected.begin(), 5);
    EXPECT_EQ(heights(peer_), expected);
    EXPECT_EQ(peer_.requests("/status").size(), 1U);
}

TEST_F(BroadcasterTest, HoldsSixtyFour) {
    activate(peer_);
    peer_.hang_on(kBlocks);
    push(5);
    ASSERT_TRUE(peer_.has_seen(kBlocks));
    push(6, 69);
    peer_.release();
    drain();
    EXPECT_EQ(heights(peer_), from_to(5, 69));
    EXPECT_TRUE(peer_.requests("/status").empty());
}

TEST_F(BroadcasterTest, ForgetsBlocksThatHaveLeftTheChain) {
    activate(peer_);
    peer_.hang_on(kBlocks);
    push(5);
    ASSERT_TRUE(peer_.has_seen(kBlocks));
    push(6, 8);
    push(7, 9);  // another branch
    peer_.release();
    drain();
    EXPECT_EQ(heights(peer_), from_to(5, 9));
}

TEST_F(BroadcasterTest, BeginsAnewWithAPeerThatWasLost) {
    const test::HeldPort port;
    std::optional<ScriptedPeer> peer(std::in_place, port.number());
    const Endpoint endpoint = peer->endpoint();
    activate(*peer);
    push(5);
    drain();
    peer.reset();
    push(6, 9);
    drain();
    EXPECT_EQ(book_.active_count(), 0U);
    push(10);
    peer.emplace(endpoint.port);
    peer->set_length(11);
    activate(*peer);
    push(11);
    drain();
    EXPECT_EQ(heights(*peer), from_to(11, 11));
}

TEST_F(BroadcasterTest, SendsAPeerThatIsBackWhatItMissed) {
    const test::HeldPort port;
    std::optional<ScriptedPeer> peer(std::in_place, port.number());
    const Endpoint endpoint = peer->endpoint();
    activate(*peer);
    peer.reset();
    push(6);
    drain();
    peer.emplace(endpoint.port);
    follow_a_chain(*peer, 6);
    activate(*peer);
    push(7);
    drain();
    EXPECT_EQ(heights(*peer), from_to(6, 7));
}

TEST_F(BroadcasterTest, SendsTransactionsAfterBlocks) {
    activate(peer_);
    peer_.hang_on(kBlocks);
    push(5);
    ASSERT_TRUE(peer_.has_seen(kBlocks));
    std::atomic<std::size_t> blocks_before = 0;
    peer_.answer(kTransactions, [&](const SeenRequest&) {
        blocks_before = peer_.requests(kBlocks).size();
        return Reply{400, "{}"};
    });
    broadcaster_.push_transaction("id", std::make_shared<const std::string>(R"({"tx_id": "id"})"));
    push(6);
    peer_.release();
    drain();
    EXPECT_EQ(blocks_before, 2U);
    EXPECT_EQ(peer_.requests(kTransactions).at(0).body, R"({"tx_id": "id"})");
    EXPECT_EQ(log_.count("debug: peer " + peer_.url() + " refuses transaction id"), 1U);
}

TEST_F(BroadcasterTest, DrainsNoLongerThanItMay) {
    peer_.hang_on(kBlocks);
    activate(peer_);
    push(5);
    const auto begin = std::chrono::steady_clock::now();
    broadcaster_.drain(50ms);
    EXPECT_GE(std::chrono::steady_clock::now() - begin, 50ms);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 5s);
}

TEST_F(BroadcasterTest, TakesMoreWhileSomebodyWaitsForTheRest) {
    peer_.hang_on(kBlocks);
    activate(peer_);
    push(5);
    ASSERT_TRUE(peer_.has_seen(kBlocks));
    const auto waiting = std::async([this] { drain(); });
    push(6);
    EXPECT_EQ(waiting.wait_for(0s), std::future_status::timeout);
    peer_.release();
    waiting.wait();
    EXPECT_EQ(heights(peer_), from_to(5, 6));
}

TEST_F(BroadcasterTest, StopsAtOnceWhileCallsHang) {
    ScriptedPeer other;
    for (ScriptedPeer* peer : {&peer_, &other}) {
        peer->hang_on(kBlocks);
        activate(*peer);
    }
    push(5);
    ASSERT_TRUE(peer_.has_seen(kBlocks) && other.has_seen(kBlocks));
    const auto begin = std::chrono::steady_clock::now();
    broadcaster_.stop();
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 5s);
    EXPECT_EQ(book_.active_count(), 2U) << "it was not their fault";
    push(6);
    EXPECT_EQ(heights(peer_), from_to(5, 5));
}

}  // namespace
}  // namespace chaincore::net
