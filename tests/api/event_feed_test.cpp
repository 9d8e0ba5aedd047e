// SPDX-License-Identifier: MIT
#include "api/event_feed.hpp"

#include "api/changing_node.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <string_view>
#include <vector>

namespace chaincore::test {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

class Feed : public testing::Test {
protected:
    api::Events look_after(std::chrono::milliseconds time) { return feed.look(now += time); }

    // Of a text that is one event of this name, and nothing else.
    static json data_of(std::string_view name, const api::EventText& text) {
        const std::string begin = "event: " + std::string(name) + "\ndata: ";
        EXPECT_EQ(text->substr(0, begin.size()), begin);
        EXPECT_EQ(text->find("\n\n"), text->size() - 2);
        return json::parse(text->substr(begin.size()));
    }

    std::vector<std::string> new_blocks() {
        std::vector<std::string> hashes;
        for (const api::EventText& text : look_after(250ms).blocks) hashes.push_back(data_of("block", text)["hash"]);
        return hashes;
    }

    ChangingNode node;
    api::EventFeed feed{node};
    api::EventFeed::Time now{1h};
};

using Hashes = std::vector<std::string>;

TEST_F(Feed, BeginsWithAnOverviewAndNoBlocks) {
    node.grow(100);
    node.report.node_id = "node7";
    const api::Events first = look_after(0ms);
    EXPECT_TRUE(first.blocks.empty());
    ASSERT_TRUE(first.overview);
    const json overview = data_of("overview", first.overview);
    EXPECT_EQ(overview["node"]["node_id"], "node7");
    EXPECT_EQ(overview["chain"]["length"], 100);
}

TEST_F(Feed, TellsEachNewBlockOnceOldestFirst) {
    node.grow(3);
    EXPECT_EQ(new_blocks(), Hashes());
    node.grow(5);
    EXPECT_EQ(new_blocks(), (Hashes{"hash3", "hash4"}));
    EXPECT_EQ(new_blocks(), Hashes());
    node.grow(6);
    EXPECT_EQ(new_blocks(), (Hashes{"hash5"}));
}

TEST_F(Feed, TellsABlockAsTheListOfBlocksDoes) {
    node.mining_report.address = "miner0";
    look_after(0ms);
    node.grow(1);
    const api::Events events = look_after(250ms);
    ASSERT_EQ(events.blocks.size(), 1U) << "the genesis";
    EXPECT_EQ(data_of("block", events.blocks[0]), json::parse(R"({
        "height": 0, "hash": "hash0",
        "previous_hash": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "timestamp": 1795367986.339563, "received_at": 1795367990.5, "difficulty": 5,
        "nonce": "2391338076742276781", "transactions": 2, "size": 700, "miner": "miner0", "is_ours": true})"));
}

TEST_F(Feed, TellsTheBlocksOfAnotherBranchFromWhereItLeaves) {
    node.grow(10);
    new_blocks();
    node.branch_off(8, 11, "other");
    EXPECT_EQ(new_blocks(), (Hashes{"other8", "other9", "other10"}));
    node.branch_off(10, 12, "third");
    EXPECT_EQ(new_blocks(), (Hashes{"third10", "third11"}));
    node.branch_off(9, 10, "short");
    EXPECT_EQ(new_blocks(), (Hashes{"short9"})) << "by the work, a shorter one may be better";
}

TEST_F(Feed, TellsBlocksThatComeBack) {
    node.grow(10);
    new_blocks();
    node.grow(7);
    EXPECT_EQ(new_blocks(), Hashes());
    node.grow(9);
    EXPECT_EQ(new_blocks(), (Hashes{"hash7", "hash8"}));
}

TEST_F(Feed, TellsTheLastFiftyAtMost) {
    node.grow(10);
    new_blocks();
    node.grow(200);
    const Hashes told = new_blocks();
    ASSERT_EQ(told.size(), 50U);
    EXPECT_EQ(told.front(), "hash150");
    EXPECT_EQ(told.back(), "hash199");
    EXPECT_EQ(new_blocks(), Hashes());
    node.branch_off(151, 200, "other");
    EXPECT_EQ(new_blocks().size(), 49U) << "it remembers as many";
}

TEST_F(Feed, TellsLaterWhatItCouldNotRead) {
    node.grow(3);
    new_blocks();
    node.grow(5);
    node.fail_to_read(true);
    const api::Events events = look_after(1s);
    EXPECT_TRUE(events.blocks.empty());
    EXPECT_FALSE(events.overview);
    node.fail_to_read(false);
    EXPECT_EQ(new_blocks(), (Hashes{"hash3", "hash4"}));
}

TEST_F(Feed, TellsAnOverviewOnceASecondWhereItHasChanged) {
    int told = 0;
    for (int i = 0; i < 40; ++i) {
        node.pending = static_cast<std::uint64_t>(i);
        if (look_after(250ms).overview) ++told;
    }
    EXPECT_EQ(told, 10);
    look_after(1s);
    for (int i = 0; i < 40; ++i) EXPECT_FALSE(look_after(250ms).overview) << "nothing has changed";
    node.pending = 7;
    const api::Events events = look_after(1s);
    ASSERT_TRUE(events.overview);
    EXPECT_EQ(data_of("overview", events.overview)["mempool"]["transactions"], 7);
}

TEST_F(Feed, AsksForCostlyFiguresEveryFiveSeconds) {
    for (int i = 0; i < 80; ++i) look_after(250ms);
    EXPECT_EQ(node.figure_looks, 4) << "in 20 s";
}

}  // namespace
}  // namespace chaincore::test
