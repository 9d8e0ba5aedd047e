// SPDX-License-Identifier: MIT
// Fetching from peers over loopback: what is taken, and what is said of those who lie.
#include "chaincore/sync/chain_download.hpp"

#include "sync/chain_thread_fixture.hpp"
#include "sync/fake_peer.hpp"

#include <gtest/gtest.h>

namespace chaincore::sync {
namespace {

using net::Dialect;
using std::chrono::milliseconds;
using test::Connection;
using test::FakePeer;
using test::TestChain;
using test::texts_of;

constexpr milliseconds kShort{300};

class Download : public ChainThreadFixture {
protected:
    DownloadReport fetch(const FakePeer& peer, std::uint64_t length, FetchMethod method, DownloadLimits limits = {}) {
        ChainDownload download(client_, chain_, clock_, std::move(limits),
                               [this](std::uint64_t height) { heights_.push_back(height); });
        return download.run({{peer.endpoint(), Dialect::seed, length}, method});
    }
    DownloadReport fetch_whole(const FakePeer& peer, std::uint64_t length, DownloadLimits limits = {}) {
        return fetch(peer, length, FetchMethod::whole_chain, std::move(limits));
    }
    DownloadReport fetch_ranges(const FakePeer& peer, std::uint64_t length, DownloadLimits limits = {}) {
        return fetch(peer, length, FetchMethod::ranges, std::move(limits));
    }

    // A chain of eight whose fifth block is spoiled by `change`.
    std::vector<std::string> texts_with_broken_block(const std::function<void(chain::Block&)>& change) const {
        std::vector<chain::Block> blocks;
        for (std::size_t height = 0; height < 8; ++height) blocks.push_back(trunk_.block(height));
        change(blocks[4]);
        return texts_of(blocks);
    }

    net::PeerBook book_{clock_};
    net::PeerClient client_{book_, clock_, log_};
    const TestChain trunk_{8};
    std::vector<std::uint64_t> heights_;
};

using Paths = std::vector<std::string>;

std::string failure_of(const DownloadReport& report) {
    if (!report.fault) return "no fault";
    const auto* failed = std::get_if<PeerFailed>(&*report.fault);
    return failed != nullptr ? failed->message : "another fault";
}

const BlockRefused& refused(const DownloadReport& report) { return std::get<BlockRefused>(report.fault.value()); }

std::string range(int first, int last) {
    return "/blocks/range?start=" + std::to_string(first) + "&end=" + std::to_string(last);
}

TEST_F(Download, TakesAWholeChain) {
    const FakePeer peer(texts_of(trunk_));
    const auto report = fetch_whole(peer, 8);
    EXPECT_EQ(failure_of(report), "no fault");
    EXPECT_EQ(report.accepted, 8U);
    EXPECT_EQ(tip_hash(), trunk_.block(7).hash);
    EXPECT_EQ(peer.requests(), Paths{"/blockchain"});
    EXPECT_EQ(heights_, (std::vector<std::uint64_t>{0, 1, 2, 3, 4, 5, 6, 7}));
}

TEST_F(Download, TriesTheSeedDocumentsPathWhereEraAsIsMissing) {
    FakePeer peer(texts_of(trunk_));
    peer.answer("/blockchain", test::http(404, ""));
    peer.answer("/chain", test::http(200, test::list_of(texts_of(trunk_))));
    EXPECT_EQ(failure_of(fetch_whole(peer, 8)), "no fault");
    EXPECT_EQ(peer.requests(), (Paths{"/blockchain", "/chain"}));
    EXPECT_EQ(length(), 8U);
}

TEST_F(Download, HandsInNothingThatIsOurs) {
    connect(trunk_, 0, 4);
    const FakePeer peer(texts_of(trunk_));
    const auto report = fetch_whole(peer, 8);
    EXPECT_EQ(failure_of(report), "no fault");
    EXPECT_EQ(report.accepted, 3U);
    EXPECT_EQ(length(), 8U);
}

TEST_F(Download, ReplacesAShorterChainOfAnotherGenesis) {
    connect(branch(trunk_, 0, 5, 2), 0, 4);
    const FakePeer peer(texts_of(trunk_));
    EXPECT_EQ(failure_of(fetch_whole(peer, 8)), "no fault");
    EXPECT_EQ(tip_hash(), trunk_.block(7).hash);
}

TEST_F(Download, LeavesOursWhereTheOtherIsNoLonger) {
    const TestChain other = branch(trunk_, 0, 8, 2);
    connect(other, 0, 7);
    const FakePeer peer(texts_of(trunk_));
    EXPECT_EQ(failure_of(fetch_whole(peer, 8)), "no fault");
    EXPECT_EQ(tip_hash(), other.block(7).hash);
}

TEST_F(Download, TakesRangesFromWhereTheChainsPart) {
    connect(branch(trunk_, 3, 6, 2), 0, 5);
    const FakePeer peer(texts_of(trunk_), Dialect::ours);
    const auto report = fetch_ranges(peer, 8);
    EXPECT_EQ(failure_of(report), "no fault");
    EXPECT_EQ(report.accepted, 5U);
    EXPECT_EQ(tip_hash(), trunk_.block(7).hash);
    EXPECT_EQ(peer.requests(), (Paths{range(5, 5), range(4, 4), range(2, 2), range(3, 7)}));
}

TEST_F(Download, AsksForTheMissingBlocksOnly) {
    connect(trunk_, 0, 5);
    const FakePeer peer(texts_of(trunk_), Dialect::b);
    EXPECT_EQ(failure_of(fetch_ranges(peer, 8)), "no fault");
    EXPECT_EQ(peer.requests(), (Paths{range(5, 5), range(6, 7)}));
    EXPECT_EQ(length(), 8U);
}

TEST_F(Download, FindsTheForkWhereAPeerSendsMoreThanItIsAskedFor) {
    connect(trunk_, 0, 5);
    const auto texts = texts_of(trunk_);
    FakePeer peer(texts, Dialect::b);
    peer.answer(range(5, 5), test::http(200, test::list_of({texts[5], texts[6], texts[7]}, "blocks")));
    EXPECT_EQ(failure_of(fetch_ranges(peer, 8)), "no fault");
    EXPECT_EQ(peer.requests(), (Paths{range(5, 5), range(6, 7)}));
}

TEST_F(Download, TakesRangesOfAnotherGenesis) {
    connect(branch(trunk_, 0, 6, 2), 0, 5);
    const FakePeer peer(texts_of(trunk_), Dialect::ours);
    EXPECT_EQ(failure_of(fetch_ranges(peer, 8)), "no fault");
    EXPECT_EQ(tip_hash(), trunk_.block(7).hash);
    EXPECT_EQ(peer.requests(), (Paths{range(5, 5), range(4, 4), range(2, 2), range(0, 0), range(0, 7)}));
}

TEST_F(Download, GoesOnWhereARangeHasFewerBlocksThanAsked) {
    FakePeer peer(texts_of(trunk_), Dialect::ours);
    peer.set_most_in_a_range(3);
    EXPECT_EQ(failure_of(fetch_ranges(peer, 8)), "no fault");
    EXPECT_EQ(peer.requests(), (Paths{range(0, 7), range(3, 7), range(6, 7)}));
    EXPECT_EQ(length(), 8U);
}

TEST_F(Download, CutsALongChainIntoRanges) {
    const TestChain longer(600);
    const FakePeer peer(texts_of(longer), Dialect::ours);
    EXPECT_EQ(failure_of(fetch_ranges(peer, 600)), "no fault");
    EXPECT_EQ(peer.requests(), (Paths{range(0, 499), range(500, 599)}));
    EXPECT_EQ(tip_hash(), longer.block(599).hash);
}

TEST_F(Download, SaysThatAPeerHasNoRanges) {
    connect(trunk_, 0, 0);
    const FakePeer peer(texts_of(trunk_), Dialect::seed);
    EXPECT_TRUE(std::holds_alternative<NoRanges>(fetch_ranges(peer, 8).fault.value()));
}

TEST_F(Download, SaysHowAPeerAnswersWithAnError) {
    FakePeer peer(texts_of(trunk_), Dialect::ours);
    peer.answer("/bl", test::http(500, "Deadlock detected"));
    EXPECT_EQ(failure_of(fetch_ranges(peer, 8)), peer.endpoint().url() + ": answered 500 when asked for blocks");
    EXPECT_EQ(failure_of(fetch_whole(peer, 8)), peer.endpoint().url() + ": answered 500 when asked for its chain");
}

TEST_F(Download, KeepsWhatALiarHas) {
    const std::vector<std::string> texts = texts_of(trunk_);
    for (const FetchMethod method : {FetchMethod::whole_chain, FetchMethod::ranges}) {
        const FakePeer peer(texts, Dialect::ours);
        const auto report = fetch(peer, 100, method);
        EXPECT_EQ(failure_of(report), peer.endpoint().url() + ": delivered 8 blocks, but claims 100");
        EXPECT_EQ(length(), 8U);
    }
}

TEST_F(Download, KeepsWhatComesBeforeAFalseHash) {
    const auto texts = texts_with_broken_block([](chain::Block& block) { block.hash[63] ^= 1; });
    for (const FetchMethod method : {FetchMethod::whole_chain, FetchMethod::ranges}) {
        const FakePeer peer(texts, Dialect::ours);
        const auto report = fetch(peer, 8, method);
        EXPECT_EQ(refused(report).height, 4U);
        EXPECT_EQ(refused(report).rejection.rule, chain::Rule::block_hash);
        EXPECT_EQ(length(), 4U);
    }
}

TEST_F(Download, NamesTheBlockWhoseChildrenAreRefusedToo) {
    std::vector<chain::Block> blocks;
    for (std::size_t height = 0; height < 8; ++height) {
        chain::Block block = trunk_.block(height);
        if (height > 0) block.header.previous_hash = blocks.back().hash;
        if (height == 4) block.transactions[0].outputs[0].amount = chain::Number{51.0};
        test::seal(block);
        blocks.push_back(block);
    }
    const FakePeer peer(texts_of(blocks));
    const auto report = fetch_whole(peer, 8);
    EXPECT_EQ(refused(report).height, 4U);
    EXPECT_EQ(refused(report).rejection.rule, chain::Rule::coinbase_value);
    EXPECT_EQ(report.accepted, 4U);
}

TEST_F(Download, RefusesABlockAtAnotherPlace) {
    const auto texts = texts_with_broken_block([](chain::Block& block) { block.header.height = chain::Number{5}; });
    const FakePeer peer(texts);
    const auto report = fetch_whole(peer, 8);
    EXPECT_EQ(refused(report).height, 4U);
    EXPECT_EQ(refused(report).rejection.rule, chain::Rule::block_index);
    EXPECT_EQ(length(), 4U);
}

TEST_F(Download, RefusesAListWithAGap) {
    const TestChain other = branch(trunk_, 0, 8, 2);
    std::vector<std::string> texts = texts_of(trunk_);
    texts[4] = texts_of(other)[4];
    const FakePeer peer(texts);
    const auto report = fetch_whole(peer, 8);
    EXPECT_EQ(refused(report).height, 4U);
    EXPECT_EQ(refused(report).rejection.rule, chain::Rule::previous_hash);
}

TEST_F(Download, BlamesNoRuleWhereAPeerChangesItsChainBetweenRanges) {
    const TestChain other = branch(trunk_, 0, 8, 2);
    FakePeer peer(texts_of(trunk_), Dialect::ours);
    peer.set_most_in_a_range(2);
    peer.answer(range(2, 7), test::http(200, test::list_of({texts_of(other)[2]}, "blocks")));
    EXPECT_EQ(failure_of(fetch_ranges(peer, 8)),
              peer.endpoint().url() + ": its chain changed while it was fetched, at block 2");
    EXPECT_EQ(length(), 2U);
}

TEST_F(Download, TakesNothingForABlockBecauseItsPeerCallsItOurs) {
    connect(trunk_, 0, 5);
    std::vector<chain::Block> blocks;
    for (std::size_t height = 0; height < 8; ++height) blocks.push_back(trunk_.block(height));
    blocks[2].transactions[0].outputs[0].amount = chain::Number{1e6};
    const FakePeer peer(texts_of(blocks));
    EXPECT_EQ(failure_of(fetch_whole(peer, 8)), "no fault");
    EXPECT_EQ(tip_hash(), trunk_.block(7).hash);
}

TEST_F(Download, KeepsWhatCameBeforeTheAnswerWasCutOff) {
    const std::string whole = test::http(200, test::list_of(texts_of(trunk_)));
    FakePeer peer({});
    peer.answer("/blockchain", whole.substr(0, whole.size() - 1000));
    const auto report = fetch_whole(peer, 8);
    EXPECT_NE(failure_of(report).find("was cut off"), std::string::npos) << failure_of(report);
    EXPECT_GE(length(), 5U);
    EXPECT_EQ(report.accepted, length());
}

TEST_F(Download, BlamesThePeerForAnEndInTheMiddle) {
    FakePeer peer({});
    const std::string body = test::list_of(texts_of(trunk_));
    peer.answer("/blockchain", "HTTP/1.1 200 OK\r\n\r\n" + body.substr(0, body.size() - 1));
    EXPECT_EQ(failure_of(fetch_whole(peer, 8)),
              peer.endpoint().url() +
                  ": the answer is no list of blocks: the answer ends after 8 blocks, before its "
                  "closing bracket");
}

TEST_F(Download, BlamesThePeerForWhatIsNoJson) {
    FakePeer peer({});
    peer.answer("/blockchain", test::http(200, "<html>Hello</html>"));
    EXPECT_NE(failure_of(fetch_whole(peer, 8)).find("the answer is no list of blocks"), std::string::npos);
}

TEST_F(Download, EndsAPeerThatStallsBeforeItsFirstBlock) {
    FakePeer peer({});
    peer.on("/blockchain", [](const Connection& connection) {
        connection.send("HTTP/1.1 200 OK\r\n\r\n{\"chain\": [");
        connection.closes_within(60'000);
    });
    DownloadLimits limits;
    limits.stream.first_deadline = kShort;
    EXPECT_EQ(failure_of(fetch_whole(peer, 8, limits)),
              peer.endpoint().url() + "/blockchain: nothing of use within 300 ms");
}

TEST_F(Download, EndsAPeerThatDripsBehindItsFirstBlock) {
    FakePeer peer({});
    peer.on("/blockchain", [this](const Connection& connection) {
        connection.send("HTTP/1.1 200 OK\r\n\r\n{\"chain\": [" + texts_of(trunk_)[0]);
        while (!connection.closes_within(20) && connection.send(" ")) {
        }
    });
    DownloadLimits limits;
    limits.stream.window = kShort;
    EXPECT_NE(failure_of(fetch_whole(peer, 8, limits)).find("bytes of the answer within 300 ms"), std::string::npos);
    EXPECT_EQ(length(), 1U);
}

TEST_F(Download, EndsAPeerThatGoesOnSendingWhatWeHave) {
    connect(trunk_, 0, 6);
    FakePeer peer({});
    peer.on("/blockchain", [this](const Connection& connection) {
        connection.send("HTTP/1.1 200 OK\r\n\r\n{\"chain\": [" + texts_of(trunk_)[0]);
        clock_.advance(std::chrono::seconds(6));
        while (!connection.closes_within(20) && connection.send(" ")) {
        }
    });
    EXPECT_EQ(failure_of(fetch_whole(peer, 8, {{}, milliseconds{5000}})),
              peer.endpoint().url() + ": nothing new within 5000 ms");
}

TEST_F(Download, EndsAPeerThatPadsItsBlocks) {
    FakePeer peer({});
    peer.on("/blockchain", [this](const Connection& connection) {
        connection.send("HTTP/1.1 200 OK\r\n\r\n{\"chain\": [" + texts_of(trunk_)[0]);
        while (!connection.closes_within(20) && connection.send(std::string(100'000, ' ')))
            clock_.advance(std::chrono::milliseconds{500});
    });
    EXPECT_EQ(failure_of(fetch_whole(peer, 8)),
              peer.endpoint().url() + ": fewer than 655360 bytes of blocks within 10000 ms");
}

TEST_F(Download, EndsWhenItIsStopped) {
    std::stop_source source;
    FakePeer peer({});
    peer.on("/blockchain", [&](const Connection& connection) {
        connection.send("HTTP/1.1 200 OK\r\n\r\n{\"chain\": [" + texts_of(trunk_)[0]);
        source.request_stop();
        connection.closes_within(60'000);
    });
    DownloadLimits limits;
    limits.stream.stop = source.get_token();
    const auto start = std::chrono::steady_clock::now();
    EXPECT_TRUE(std::holds_alternative<NodeBusy>(fetch_whole(peer, 8, limits).fault.value()));
    EXPECT_LT(std::chrono::steady_clock::now() - start, milliseconds{5000});
}

}  // namespace
}  // namespace chaincore::sync
