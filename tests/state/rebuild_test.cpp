// SPDX-License-Identifier: MIT
#include "chaincore/state/rebuild.hpp"

#include "chaincore/state/store_audit.hpp"
#include "state/state_fixture.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

namespace chaincore::state {
namespace {

using crypto::Hash256;
using test::TestChain;

class Rebuild : public StateFixture {
protected:
    void SetUp() override { hand_in_all(trunk_, 0, 9); }

    // Into a store beside this one, which takes its place for expect_state_of().
    RebuiltStore rebuild() {
        state_.reset();
        database_.reset();
        auto from = storage::StoreSalvage::open(directory_.path() / "chain");
        if (!from) throw std::runtime_error(from.error().message);
        auto into = storage::ChainDatabase::open(directory_.path() / "new", {chain::Network::classic, 1},
                                                 storage::OpenMode::create);
        if (!into) throw std::runtime_error(into.error().message);
        database_.emplace(*std::move(into));
        auto rebuilt =
            rebuild_store(*from, *database_, kParams, clock_, log_, [&](const util::Progress&) { return goes_on_; });
        if (!rebuilt) throw std::runtime_error(rebuilt.error().message);
        auto state = ChainState::open(*database_, kParams, clock_, log_, limits_);
        if (!state) throw std::runtime_error(state.error().message);
        state_ = *std::move(state);
        return *std::move(rebuilt);
    }

    void expect_sound() {
        const auto audited = audit_store(*database().snapshot(), kParams, [](const util::Progress&) {});
        EXPECT_TRUE(audited) << audited.error().message;
    }

    TestChain trunk_{10};
    bool goes_on_ = true;
};

TEST_F(Rebuild, MakesTheSameStore) {
    const RebuiltStore rebuilt = rebuild();
    EXPECT_TRUE(rebuilt.left_out.empty());
    expect_state_of(trunk_);
    expect_sound();
}

TEST_F(Rebuild, ReadsTablesAndLogsAlike) {
    reopen();  // what the log held is in tables now
    append_late(trunk_, 0);
    hand_in(trunk_.block(10));
    rebuild();
    expect_state_of(trunk_);
}

TEST_F(Rebuild, KeepsToWhatTheOperatorHasRuledOut) {
    for (const std::size_t height : {8, 6})
        ASSERT_TRUE(state().rule_out(*crypto::Hash256::from_hex(trunk_.block(height).hash)));
    rebuild();
    expect_state_of(branch(trunk_, 6, 6));
    ASSERT_TRUE(state().readmit(*crypto::Hash256::from_hex(trunk_.block(6).hash)));
    ASSERT_TRUE(state().commit());
    expect_state_of(trunk_);
}

TEST_F(Rebuild, TakesTheBranchThatWasFirst) {
    const TestChain other = branch(trunk_, 8, 10);
    hand_in_all(other, 8, 9);
    rebuild();
    expect_state_of(trunk_);
}

TEST_F(Rebuild, LooksAtNoOtherRecords) {
    storage::Batch batch;
    batch.remove_height(3);
    batch.put_tip({});
    batch.put_coin({{{}, 7}, {chain::Number{1000}, "a thief", 2}});
    ASSERT_TRUE(database().write(batch));
    rebuild();
    expect_state_of(trunk_);
    expect_sound();
}

TEST_F(Rebuild, LeavesOutABlockWhoseTextIsDamagedAndWhatBuildsOnIt) {
    const Hash256 hash = *Hash256::from_hex(trunk_.block(6).hash);
    const auto record = **database().snapshot()->block(hash);
    std::string text = **database().snapshot()->block_text(hash);
    text[text.find("50.0")] = '6';
    storage::Batch batch;
    batch.put_block(record, text);
    ASSERT_TRUE(database().write(batch));
    reopen();  // into tables: logs keep what was there before
    const RebuiltStore rebuilt = rebuild();
    ASSERT_EQ(rebuilt.left_out.size(), 1U);
    EXPECT_EQ(rebuilt.left_out[0].hash, hash);
    EXPECT_EQ(rebuilt.left_out[0].height, 6U);
    EXPECT_EQ(rebuilt.builds_on_those, 3U);
    expect_state_of(branch(trunk_, 6, 6));
    expect_sound();
    hand_in_all(trunk_, 6, 9);
    expect_state_of(trunk_);
}

TEST_F(Rebuild, EndsWhenItIsTold) {
    goes_on_ = false;
    EXPECT_THROW(rebuild(), std::runtime_error);
}

}  // namespace
}  // namespace chaincore::state
