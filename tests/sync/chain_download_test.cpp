// SPDX-License-Identifier: MIT
// Fetching from peers over loopback: what is taken, and what is said of those who lie.
#include "chaincore/sync/chain_download.hpp"

#include "sync/chain_thread_fixture.hpp"
#include "sync/fake_peer.hpp"
#include "sync/range_board.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>

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
    DownloadReport fetch(const FakePeer& peer, std::uint64_t length, FetchMethod method, DownloadOptions options = {}) {
        options.progress = [this](std::uint64_t height, std::size_t) { heights_.push_back(height); };
        ChainDownload download(client_, chain_, clock_, std::move(options));
        return download.run({{peer.endpoint(), Dialect::ours, length}, method});
    }
    DownloadReport fetch_whole(const FakePeer& peer, std::uint64_t length, DownloadOptions options = {}) {
        return fetch(peer, length, FetchMethod::whole_chain, std::move(options));
    }
    DownloadReport fetch_ranges(const FakePeer& peer, std::uint64_t length, DownloadOptions options = {}) {
        return fetch(peer, length, FetchMethod::ranges, std::move(options));
    }

    DownloadReport fetch_with_helper(const FakePeer& lead, const FakePeer& helper, std::uint64_t length) {
        ChainDownload download(client_, chain_, clock_);
        return download.run({{lead.endpoint(), Dialect::ours, length}, FetchMethod::ranges, {helper.endpoint()}});
    }

    // The store has some block of a chain from that height on.
    bool is_stored(const TestChain& chain, std::size_t first) const {
        const auto snapshot = database_->snapshot();
        for (std::size_t height = first; height < chain.replay().length(); ++height)
            if (*snapshot->block(*crypto::Hash256::from_hex(chain.block(height).hash))) return true;
        return false;
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

std::string headers(int start, int count) {
    return "/blockchain/headers?start=" + std::to_string(start) + "&count=" + std::to_string(count);
}

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
    EXPECT_EQ(peer.requests(), (Paths{headers(5, 1), headers(4, 1), headers(2, 1), headers(3, 5), range(3, 7)}));
}

TEST_F(Download, AsksForTheMissingBlocksOnly) {
    connect(trunk_, 0, 5);
    const FakePeer peer(texts_of(trunk_), Dialect::ours);
    EXPECT_EQ(failure_of(fetch_ranges(peer, 8)), "no fault");
    EXPECT_EQ(peer.requests(), (Paths{headers(5, 1), headers(6, 2), range(6, 7)}));
    EXPECT_EQ(length(), 8U);
}

TEST_F(Download, TakesAllHeadersOfEraBAtOnce) {
    connect(branch(trunk_, 3, 6, 2), 0, 5);
    const FakePeer peer(texts_of(trunk_), Dialect::b);
    ChainDownload download(client_, chain_, clock_);
    EXPECT_FALSE(download.run({{peer.endpoint(), Dialect::b, 8}, FetchMethod::ranges}).fault);
    EXPECT_EQ(peer.requests(), (Paths{"/blockchain/headers", range(3, 7)}));
    EXPECT_EQ(tip_hash(), trunk_.block(7).hash);
}

TEST_F(Download, TakesRangesOfAnotherGenesis) {
    connect(branch(trunk_, 0, 6, 2), 0, 5);
    const FakePeer peer(texts_of(trunk_), Dialect::ours);
    EXPECT_EQ(failure_of(fetch_ranges(peer, 8)), "no fault");
    EXPECT_EQ(tip_hash(), trunk_.block(7).hash);
    EXPECT_EQ(peer.requests(),
              (Paths{headers(5, 1), headers(4, 1), headers(2, 1), headers(0, 1), headers(0, 8), range(0, 7)}));
}

TEST_F(Download, GoesOnWhereARangeHasFewerBlocksThanAsked) {
    FakePeer peer(texts_of(trunk_), Dialect::ours);
    peer.set_most_in_a_range(3);
    EXPECT_EQ(failure_of(fetch_ranges(peer, 8)), "no fault");
    EXPECT_EQ(peer.requests(), (Paths{headers(0, 8), range(0, 7), range(3, 7), range(6, 7)}));
    EXPECT_EQ(length(), 8U);
}

TEST_F(Download, CutsALongChainIntoRanges) {
    const TestChain longer(600);
    const FakePeer peer(texts_of(longer), Dialect::ours);
    EXPECT_EQ(failure_of(fetch_ranges(peer, 600)), "no fault");
    EXPECT_EQ(peer.requests(), (Paths{headers(0, 600), range(0, 99), range(100, 599)}));
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
    EXPECT_EQ(failure_of(fetch_ranges(peer, 8)), peer.endpoint().url() + ": answered 500 when asked for headers");
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

TEST_F(Download, TakesNoBlockOfABranchThatIsWorthNoMore) {
    connect(trunk_, 0, 7);
    const TestChain other = branch(trunk_, 3, 8, 2);
    for (const FetchMethod method : {FetchMethod::whole_chain, FetchMethod::ranges}) {
        const FakePeer peer(texts_of(other), Dialect::ours);
        const auto report = fetch(peer, 100, method);
        EXPECT_EQ(failure_of(report), peer.endpoint().url() + ": delivered 8 blocks, but claims 100");
        EXPECT_EQ(report.accepted, 0U);
        EXPECT_FALSE(is_stored(other, 3));
        for (const std::string& path : peer.requests()) EXPECT_FALSE(path.starts_with("/blocks/range")) << path;
    }
}

TEST_F(Download, SaysThatAPeerClaimsWorkThatItsHeadersDoNotShow) {
    connect(trunk_, 0, 7);
    const FakePeer peer(texts_of(branch(trunk_, 3, 8, 2)), Dialect::ours);
    const std::string claimed = to_hex(consensus::ChainWork{0, 9});
    ChainDownload download(client_, chain_, clock_);
    const auto report = download.run({{peer.endpoint(), Dialect::ours, 8, claimed}, FetchMethod::ranges});
    EXPECT_EQ(failure_of(report), peer.endpoint().url() + ": its headers show a work of " +
                                      to_hex(consensus::ChainWork{0, 8}) + ", but it claims " + claimed);
    EXPECT_EQ(std::get<PeerFailed>(*report.fault).misdeed, net::Misdeed::false_claim);
}

TEST_F(Download, AsksOnceForABranchThatItKeepsMeanwhile) {
    connect(branch(trunk_, 3, 6, 2), 0, 5);
    const FakePeer peer(texts_of(trunk_));
    EXPECT_EQ(failure_of(fetch_whole(peer, 8)), "no fault");
    EXPECT_EQ(tip_hash(), trunk_.block(7).hash);
    EXPECT_EQ(peer.requests(), Paths{"/blockchain"});
}

TEST_F(Download, AsksAgainForABranchThatIsTooLongToKeep) {
    connect(branch(trunk_, 3, 6, 2), 0, 5);
    const FakePeer peer(texts_of(trunk_));
    DownloadOptions options;
    options.most_kept = 2000;
    EXPECT_EQ(failure_of(fetch_whole(peer, 8, options)), "no fault");
    EXPECT_EQ(tip_hash(), trunk_.block(7).hash);
    EXPECT_EQ(peer.requests(), (Paths{"/blockchain", "/blockchain"}));
    EXPECT_EQ(heights_, (std::vector<std::uint64_t>{3, 4, 5, 6, 7})) << "counted once";
}

TEST_F(Download, TakesNothingOfAnotherBranchThanTheOneThatWasShown) {
    connect(branch(trunk_, 3, 6, 2), 0, 5);
    for (const std::size_t shared : {3U, 1U}) {
        const TestChain cheap = branch(trunk_, shared, 8, 3);
        FakePeer peer({});
        std::atomic<int> asked = 0;
        peer.on("/blockchain", [&](const Connection& connection) {
            connection.send(test::http(200, test::list_of(texts_of(asked++ == 0 ? trunk_ : cheap))));
        });
        DownloadOptions options;
        options.most_kept = 2000;
        EXPECT_EQ(failure_of(fetch_whole(peer, 8, options)),
                  peer.endpoint().url() + ": its chain changed while it was fetched, at block 3");
        EXPECT_FALSE(is_stored(cheap, shared));
    }
}

TEST_F(Download, WeighsWhatBuiltOnOurTipWhenTheAnswerBegan) {
    connect(trunk_, 0, 5);
    const TestChain other = branch(trunk_, 6, 8, 2);
    FakePeer peer({});
    peer.on("/blockchain", [&](const Connection& connection) {
        const std::string answer = test::http(200, test::list_of(texts_of(other)));
        const std::size_t begin_of_others = answer.find(texts_of(other)[6]);
        connection.send(answer.substr(0, begin_of_others));
        connect(trunk_, 6, 7);
        connection.send(answer.substr(begin_of_others));
    });
    EXPECT_EQ(failure_of(fetch_whole(peer, 8)), "no fault");
    EXPECT_FALSE(is_stored(other, 6)) << "it is worth no more by now";
}

TEST_F(Download, RefusesWhatBuildsOnAnotherBlockThanTheOneBeforeItThoughWeHaveThat) {
    connect(trunk_, 0, 7);
    const TestChain other = branch(trunk_, 7, 10, 2);
    chain_.submit(other.block(7), state::BlockOrigin::peer);
    std::vector<std::string> texts = texts_of(trunk_);
    for (const std::size_t height : {8U, 9U}) texts.push_back(texts_of(other)[height]);
    const FakePeer peer(texts);
    const auto report = fetch_whole(peer, 10);
    EXPECT_EQ(refused(report).height, 8U);
    EXPECT_EQ(refused(report).rejection.rule, chain::Rule::previous_hash);
    EXPECT_FALSE(is_stored(other, 8));
}

TEST_F(Download, ListensToNobodyForLongerThanHeWasAsked) {
    const TestChain longer(40);
    const FakePeer peer(texts_of(longer), Dialect::b);
    ChainDownload download(client_, chain_, clock_);
    const auto report = download.run({{peer.endpoint(), Dialect::b, 8}, FetchMethod::ranges});
    EXPECT_EQ(failure_of(report), "no fault");
    EXPECT_EQ(report.accepted, 8U) << "of 40, since it claims eight";
}

TEST_F(Download, ReadsNoHeaderThatIsLongerThanAnyCanBe) {
    FakePeer peer(texts_of(trunk_), Dialect::ours);
    peer.answer("/blockchain/headers", test::http(200, R"({"headers": [{"x": ")" + std::string(5000, 'x') + R"("}]})"));
    const auto report = fetch_ranges(peer, 8);
    EXPECT_NE(failure_of(report).find("the answer is no list of headers: "), std::string::npos) << failure_of(report);
}

TEST_F(Download, BlamesNoRuleWhereAPeerChangesItsChainBetweenHeaders) {
    connect(trunk_, 0, 3);
    FakePeer peer(texts_of(trunk_), Dialect::ours);
    const auto others = texts_of(branch(trunk_, 0, 8, 2));
    peer.answer("/blockchain/headers?start=4", test::http(200, test::headers_of({others.begin() + 4, others.end()})));
    const auto report = fetch_ranges(peer, 8);
    EXPECT_EQ(failure_of(report), peer.endpoint().url() + ": its chain changed while it was fetched, at block 4");
    EXPECT_EQ(std::get<PeerFailed>(*report.fault).misdeed, net::Misdeed::none) << "which honest peers do, too";
}

TEST_F(Download, DoesNotCountItsOwnTimeAgainstThePeer) {
    const FakePeer peer(texts_of(trunk_));
    DownloadOptions options;
    options.patience = milliseconds{300};
    options.progress = [this](std::uint64_t, std::size_t) { clock_.advance(std::chrono::seconds(1)); };
    ChainDownload download(client_, chain_, clock_, options);
    EXPECT_EQ(failure_of(download.run({{peer.endpoint(), Dialect::seed, 8}})), "no fault");
}

TEST_F(Download, KeepsWhatComesBeforeAFalseHeaderOfABranchIfItIsWorthMore) {
    connect(branch(trunk_, 3, 5, 2), 0, 4);
    const std::vector<std::string> texts = test::with_false_hash(trunk_, 6);
    for (const FetchMethod method : {FetchMethod::ranges, FetchMethod::whole_chain}) {
        const FakePeer peer(texts, Dialect::ours);
        EXPECT_EQ(refused(fetch(peer, 8, method)).rejection.rule, chain::Rule::block_hash);
        EXPECT_EQ(tip_hash(), trunk_.block(5).hash);
    }
}

// The helper has been asked for some blocks before the lead answers for its first ones.
void let_it_wait_for(FakePeer& lead, const FakePeer& helper, const std::vector<std::string>& texts) {
    lead.on("/blocks/range?start=0&", [&helper, texts](const Connection& connection) {
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        while (helper.requests().empty() && std::chrono::steady_clock::now() < end)
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        connection.send(test::http(200, test::list_of({texts.begin(), texts.begin() + 100}, "blocks")));
    });
}

class SharedDownload : public Download {
protected:
    const TestChain longer_{350};
    const std::vector<std::string> texts_ = texts_of(longer_);
    FakePeer lead_{texts_, Dialect::ours};
};

TEST_F(SharedDownload, TakesBlocksFromSeveralPeers) {
    const FakePeer helper(texts_, Dialect::ours);
    let_it_wait_for(lead_, helper, texts_);
    const auto report = fetch_with_helper(lead_, helper, 350);
    EXPECT_EQ(failure_of(report), "no fault");
    EXPECT_EQ(report.accepted, 350U);
    EXPECT_EQ(tip_hash(), longer_.block(349).hash);
    EXPECT_FALSE(helper.requests().empty());
    EXPECT_TRUE(report.helpers.empty());
}

TEST_F(SharedDownload, LetsAHelperGoThatHasAnotherChain) {
    const FakePeer helper(texts_of(branch(longer_, 0, 350, 2)), Dialect::ours);
    let_it_wait_for(lead_, helper, texts_);
    const auto report = fetch_with_helper(lead_, helper, 350);
    EXPECT_EQ(failure_of(report), "no fault");
    EXPECT_EQ(report.accepted, 350U);
    EXPECT_TRUE(report.helpers.empty()) << "which is no fault";
}

TEST_F(SharedDownload, GoesOnWithoutAHelperThatSpoilsBlocks) {
    std::vector<chain::Block> spoiled;
    for (std::size_t height = 0; height < 350; ++height) {
        spoiled.push_back(longer_.block(height));
        spoiled.back().transactions[0].outputs[0].amount = chain::Number{1e6};
    }
    const FakePeer helper(texts_of(spoiled), Dialect::ours);
    let_it_wait_for(lead_, helper, texts_);
    const auto report = fetch_with_helper(lead_, helper, 350);
    EXPECT_EQ(failure_of(report), "no fault");
    EXPECT_EQ(report.accepted, 350U);
    ASSERT_EQ(report.helpers.size(), 1U);
    EXPECT_EQ(report.helpers[0].peer, helper.endpoint());
    EXPECT_EQ(std::get<BlockRefused>(report.helpers[0].fault).rejection.rule, chain::Rule::tx_id);
}

// No hash covers them: it is not found out before the block is connected.
TEST_F(SharedDownload, BeginsAgainWithoutAHelperThatSpoilsSignatures) {
    TestChain paying(50);
    for (std::size_t coin = 0; paying.replay().length() < 350; ++coin)
        paying.append(
            paying.make_block({test::make_payment({test::spend(paying.reward(coin))}, {test::pay(50.0, 2)})}));
    std::vector<chain::Block> spoiled;
    for (std::size_t height = 0; height < 350; ++height) {
        spoiled.push_back(paying.block(height));
        if (height < 50) continue;
        std::string& signature = *spoiled.back().transactions[1].inputs[0].signature.signature;
        signature.back() = signature.back() == '1' ? '2' : '1';
    }
    FakePeer lead(texts_of(paying), Dialect::ours);
    const FakePeer helper(texts_of(spoiled), Dialect::ours);
    let_it_wait_for(lead, helper, texts_of(paying));
    const auto report = fetch_with_helper(lead, helper, 350);
    EXPECT_EQ(failure_of(report), "no fault");
    EXPECT_EQ(report.accepted, 350U);
    ASSERT_EQ(report.helpers.size(), 1U);
    EXPECT_EQ(std::get<BlockRefused>(report.helpers[0].fault).rejection.rule, chain::Rule::signature);
}

TEST_F(SharedDownload, GoesOnWithoutAHelperThatStalls) {
    FakePeer helper(texts_, Dialect::ours);
    helper.on("/blocks/range", [this](const Connection& connection) {
        clock_.advance(RangeBoard::kPatience);
        connection.closes_within(60'000);
    });
    let_it_wait_for(lead_, helper, texts_);
    const auto report = fetch_with_helper(lead_, helper, 350);
    EXPECT_EQ(failure_of(report), "no fault");
    EXPECT_EQ(report.accepted, 350U);
}

TEST_F(SharedDownload, GoesOnWithoutALeadThatFailsButSaysSo) {
    const FakePeer helper(texts_, Dialect::ours);
    lead_.answer("/blocks/range", test::http(500, ""));
    const auto report = fetch_with_helper(lead_, helper, 350);
    EXPECT_EQ(failure_of(report), lead_.endpoint().url() + ": answered 500 when asked for blocks");
    EXPECT_EQ(report.accepted, 350U);
}

TEST_F(SharedDownload, LeavesToAnotherDownloadWhatThatBrings) {
    DownloadOptions options;
    std::uint64_t asked_for = 1;
    options.is_under_way = [&](std::uint64_t height, const crypto::Hash256& hash) {
        asked_for = height;
        return hash.to_hex() == longer_.block(0).hash;
    };
    EXPECT_TRUE(std::holds_alternative<UnderWay>(*fetch_ranges(lead_, 350, options).fault));
    EXPECT_EQ(asked_for, 0U);
    EXPECT_EQ(lead_.requests(), Paths{headers(0, 350)});
}

// A chain of eight whose sixth block holds a payment with a false signature, which no hash covers.
class VouchedDownload : public Download {
protected:
    VouchedDownload() {
        TestChain chain(5);
        const auto payment = test::make_payment({test::spend(chain.reward(0))}, {test::pay(50.0, 2)});
        chain.append(chain.make_block({payment}));
        while (chain.replay().length() < 8) chain.append(chain.make_block());
        for (std::size_t height = 0; height < 8; ++height) blocks_.push_back(chain.block(height));
        std::string& signature = *blocks_[5].transactions[1].inputs[0].signature.signature;
        signature.back() = signature.back() == '1' ? '2' : '1';
    }

    DownloadReport fetch_vouched(const FakePeer& peer, FetchMethod method, const std::string& hash,
                                 std::size_t most_kept = 1'000'000) {
        DownloadOptions options;
        options.assumed_valid = crypto::Hash256::from_hex(hash);
        options.most_kept = most_kept;
        return fetch(peer, 8, method, options);
    }

    std::vector<chain::Block> blocks_;
};

TEST_F(VouchedDownload, TakesSignaturesBeforeTheBlockThatIsVouchedForAsTheyAre) {
    const FakePeer peer(texts_of(blocks_), Dialect::ours);
    EXPECT_EQ(failure_of(fetch_vouched(peer, FetchMethod::ranges, blocks_[6].hash)), "no fault");
    EXPECT_EQ(tip_hash(), blocks_[7].hash);
}

TEST_F(VouchedDownload, FindsTheBlockInAWholeChain) {
    const FakePeer peer(texts_of(blocks_));
    EXPECT_EQ(failure_of(fetch_vouched(peer, FetchMethod::whole_chain, blocks_[6].hash)), "no fault");
    EXPECT_EQ(tip_hash(), blocks_[7].hash);
    EXPECT_EQ(peer.requests(), Paths{"/blockchain"});
}

TEST_F(VouchedDownload, AsksTwiceForAWholeChainThatIsLong) {
    const FakePeer peer(texts_of(blocks_));
    EXPECT_EQ(failure_of(fetch_vouched(peer, FetchMethod::whole_chain, blocks_[6].hash, 1000)), "no fault");
    EXPECT_EQ(tip_hash(), blocks_[7].hash);
    EXPECT_EQ(peer.requests(), (Paths{"/blockchain", "/blockchain"}));
}

TEST_F(VouchedDownload, ChecksSignaturesBehindTheBlock) {
    for (const FetchMethod method : {FetchMethod::ranges, FetchMethod::whole_chain}) {
        const FakePeer peer(texts_of(blocks_), Dialect::ours);
        EXPECT_EQ(refused(fetch_vouched(peer, method, blocks_[4].hash)).rejection.rule, chain::Rule::signature);
        EXPECT_EQ(length(), 5U);
    }
}

TEST_F(VouchedDownload, ChecksAllSignaturesOfAChainWithoutTheBlock) {
    for (const FetchMethod method : {FetchMethod::ranges, FetchMethod::whole_chain}) {
        const FakePeer peer(texts_of(blocks_), Dialect::ours);
        EXPECT_EQ(refused(fetch_vouched(peer, method, trunk_.block(7).hash)).height, 5U);
    }
}

TEST_F(Download, SaysThatAChainLacksTheBlockThatIsVouchedFor) {
    DownloadOptions options;
    options.assumed_valid = crypto::Hash256{};
    const FakePeer peer(texts_of(trunk_), Dialect::ours);
    for (const auto& [method, length] : {std::pair(FetchMethod::ranges, 5), std::pair(FetchMethod::whole_chain, 8)}) {
        const auto report = fetch(peer, static_cast<std::uint64_t>(length), method, options);
        EXPECT_TRUE(report.lacks_assumed_block);
        EXPECT_EQ(failure_of(report), "no fault");
        EXPECT_GT(report.accepted, 0U);
    }
    options.assumed_valid = crypto::Hash256::from_hex(trunk_.block(3).hash);
    EXPECT_FALSE(fetch_whole(peer, 8, options).lacks_assumed_block) << "we have it already";
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
    DownloadOptions options;
    options.stream.first_deadline = kShort;
    EXPECT_EQ(failure_of(fetch_whole(peer, 8, options)),
              peer.endpoint().url() + "/blockchain: nothing of use within 300 ms");
}

TEST_F(Download, EndsAPeerThatDripsBehindItsFirstBlock) {
    FakePeer peer({});
    peer.on("/blockchain", [this](const Connection& connection) {
        connection.send("HTTP/1.1 200 OK\r\n\r\n{\"chain\": [" + texts_of(trunk_)[0]);
        while (!connection.closes_within(20) && connection.send(" ")) {
        }
    });
    DownloadOptions options;
    options.stream.window = kShort;
    EXPECT_NE(failure_of(fetch_whole(peer, 8, options)).find("bytes of the answer within 300 ms"), std::string::npos);
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
    DownloadOptions options;
    options.stream.stop = source.get_token();
    const auto start = std::chrono::steady_clock::now();
    EXPECT_TRUE(std::holds_alternative<NodeBusy>(fetch_whole(peer, 8, options).fault.value()));
    EXPECT_LT(std::chrono::steady_clock::now() - start, milliseconds{5000});
}

}  // namespace
}  // namespace chaincore::sync
