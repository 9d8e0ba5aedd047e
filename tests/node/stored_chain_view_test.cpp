// SPDX-License-Identifier: MIT
#include "node/stored_chain_view.hpp"

#include "chaincore/chain/canonical_json.hpp"
#include "node/chain_fixture.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace chaincore::node {
namespace {

class View : public ChainFixture {};

TEST_F(View, IsEmptyBeforeTheGenesis) {
    const StoredChainView view(nullptr);
    EXPECT_EQ(view.length(), 0U);
    EXPECT_TRUE(view.coins_of("a").value().empty());
    EXPECT_TRUE(view.history_of("a").value().empty());
    EXPECT_EQ(view.history_of("a", 0, 10).value().transactions, 0U);
    EXPECT_EQ(view.height_of(std::string(64, '0')).value(), std::nullopt);
    EXPECT_FALSE(view.place_of(std::string(64, '0')).value());
    EXPECT_FALSE(view.coin(std::string(64, '0'), 0).value());
}

TEST_F(View, FindsWhatIsNamed) {
    const auto payment = test::make_payment({test::spend(blocks_.reward(0))}, {test::pay(49.0, 2)});
    const chain::Block block = blocks_.make_block({payment});
    connect(block);
    const StoredChainView view(chain_->tip());
    EXPECT_EQ(view.height_of(block.hash).value(), 3U);
    EXPECT_EQ(view.height_of(std::string(64, 'f')).value(), std::nullopt);
    EXPECT_EQ(view.height_of("no hash").value(), std::nullopt);
    const auto place = view.place_of(payment.tx_id).value();
    ASSERT_TRUE(place);
    EXPECT_EQ(place->height, 3U);
    EXPECT_EQ(place->position, 1U);
    EXPECT_FALSE(view.place_of(std::string(64, 'f')).value());
}

TEST_F(View, KnowsWhatWasSpentAndWhatMayBe) {
    const auto payment = test::make_payment({test::spend(blocks_.reward(0))}, {test::pay(49.0, 2)});
    connect(blocks_.make_block({payment}));
    const StoredChainView view(chain_->tip());
    const auto spent = view.spent_by(3).value();
    ASSERT_EQ(spent.size(), 1U);
    EXPECT_EQ(spent[0].tx_id, payment.inputs[0].tx_id);
    EXPECT_EQ(spent[0].address, test::address_of(test::kMiner));
    EXPECT_EQ(spent[0].amount.to_double(), 50.0);
    EXPECT_TRUE(view.spent_by(0).value().empty());
    const auto coin = view.coin(payment.tx_id, 0).value();
    ASSERT_TRUE(coin);
    EXPECT_EQ(coin->address, test::address_of(2));
    EXPECT_FALSE(view.coin(payment.tx_id, 1).value());
    EXPECT_FALSE(view.coin(payment.inputs[0].tx_id, 0).value()) << "it is spent";
}

TEST_F(View, ListsCoinsInTheOrderOfTheirNames) {
    const StoredChainView view(chain_->tip());
    const auto all = view.coins_after(std::nullopt, 10).value();
    ASSERT_EQ(all.size(), 3U);
    EXPECT_TRUE(std::is_sorted(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.tx_id < b.tx_id; }));
    EXPECT_EQ(all[0].address, test::address_of(test::kMiner));
    EXPECT_EQ(view.coins_after(std::nullopt, 2).value().size(), 2U);
    const auto behind = view.coins_after(api::CoinName{all[0].tx_id, all[0].output_index}, 10).value();
    ASSERT_EQ(behind.size(), 2U);
    EXPECT_EQ(behind[0].tx_id, all[1].tx_id);
    EXPECT_EQ(behind[0].height, all[1].height);
    EXPECT_TRUE(view.coins_after(api::CoinName{all[2].tx_id, all[2].output_index}, 10).value().empty());
    EXPECT_EQ(view.coins_after(api::CoinName{std::string(64, '0'), 7}, 10).value().size(), 3U)
        << "one that is not there";
}

TEST_F(View, DoesNotFindABlockBesideTheBestChain) {
    const auto beside = blocks_.make_block();
    connect(blocks_.make_block({test::make_payment({test::spend(blocks_.reward(0))}, {test::pay(49.0, 2)})}));
    chain_->submit(beside, state::BlockOrigin::peer);
    EXPECT_EQ(StoredChainView(chain_->tip()).height_of(beside.hash).value(), std::nullopt);
}

TEST_F(View, SumsUpAHistoryAndShowsAPart) {
    const StoredChainView view(chain_->tip());
    const auto all = view.history_of(test::address_of(test::kMiner), 0, 100).value();
    EXPECT_EQ(all.transactions, 3U);
    EXPECT_EQ(all.mined_blocks, 3U);
    EXPECT_EQ(all.received, 150.0);
    EXPECT_EQ(all.spent, 0.0);
    EXPECT_EQ(all.events.size(), 3U);
    const auto part = view.history_of(test::address_of(test::kMiner), 1, 1).value();
    EXPECT_EQ(part.transactions, 3U);
    ASSERT_EQ(part.events.size(), 1U);
    EXPECT_EQ(part.events[0].height, 1U);
    EXPECT_TRUE(view.history_of(test::address_of(test::kMiner), 3, 1).value().events.empty());
}

TEST_F(View, ServesTheStoredBlocks) {
    const StoredChainView view(chain_->tip());
    ASSERT_EQ(view.length(), 3U);
    std::uint64_t bytes = 0;
    for (std::uint64_t height = 0; height < 3; ++height) {
        const std::string text = view.block_text(height).value();
        EXPECT_EQ(text, canonical_json(blocks_.block(height)));
        bytes += text.size();
        EXPECT_EQ(view.text_bytes(height, height).value(), text.size());
        const auto summary = view.block_summary(height).value();
        EXPECT_EQ(summary.hash, blocks_.block(height).hash);
        EXPECT_EQ(summary.header, blocks_.block(height).header);
    }
    EXPECT_EQ(view.text_bytes(0, 2).value(), bytes);
}

TEST_F(View, StaysWhatItWasWhenTheChainGrows) {
    const StoredChainView before(chain_->tip());
    const auto payment = test::make_payment({test::spend(blocks_.reward(0))}, {test::pay(49.0, 2)});
    connect(blocks_.make_block({payment}));
    const StoredChainView after(chain_->tip());
    EXPECT_EQ(before.length(), 3U);
    EXPECT_EQ(before.coins_of(test::address_of(test::kMiner)).value().size(), 3U);
    EXPECT_TRUE(before.history_of(test::address_of(2)).value().empty());
    EXPECT_EQ(after.length(), 4U);
    EXPECT_EQ(after.coins_of(test::address_of(test::kMiner)).value().size(), 3U) << "one spent, one earned";
    const auto events = after.history_of(test::address_of(2)).value();
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(events[0].tx_id, payment.tx_id);
    EXPECT_EQ(events[0].height, 3U);
    EXPECT_EQ(events[0].received, 49.0);
    EXPECT_EQ(events[0].timestamp, blocks_.make_block().header.timestamp);
}

}  // namespace
}  // namespace chaincore::node
