// SPDX-License-Identifier: MIT
#include "node/stored_chain_view.hpp"

#include "chaincore/chain/canonical_json.hpp"
#include "node/chain_fixture.hpp"

#include <gtest/gtest.h>

namespace chaincore::node {
namespace {

class View : public ChainFixture {};

TEST_F(View, IsEmptyBeforeTheGenesis) {
    const StoredChainView view(nullptr);
    EXPECT_EQ(view.length(), 0U);
    EXPECT_TRUE(view.coins_of("a").value().empty());
    EXPECT_TRUE(view.history_of("a").value().empty());
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
