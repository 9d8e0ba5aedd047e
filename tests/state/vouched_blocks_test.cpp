// SPDX-License-Identifier: MIT
#include "chaincore/state/vouched_blocks.hpp"

#include "chain_maker.hpp"
#include "chaincore/state/chain_thread.hpp"
#include "state/state_fixture.hpp"

#include <gtest/gtest.h>

namespace chaincore::state {
namespace {

using chain::Rule;
using crypto::Hash256;

Hash256 number(std::uint8_t value) {
    Hash256 hash;
    hash.bytes[31] = value;
    return hash;
}

TEST(VouchedBlocks, KnowsThemUntilTheyAreDropped) {
    VouchedBlocks blocks;
    EXPECT_FALSE(blocks.contains(number(1)));
    blocks.add({number(3), number(1), number(2), number(1)});
    blocks.add({number(9)});
    EXPECT_EQ(blocks.size(), 4U);
    for (const std::uint8_t each : std::initializer_list<std::uint8_t>{1, 2, 3, 9})
        EXPECT_TRUE(blocks.contains(number(each)));
    EXPECT_FALSE(blocks.contains(number(4)));
    const Hash256 gone[] = {number(2), number(7)};
    blocks.drop(gone);
    blocks.drop(gone);
    EXPECT_FALSE(blocks.contains(number(2)));
    EXPECT_TRUE(blocks.contains(number(3)));
    const Hash256 another[] = {number(9)};
    blocks.drop(another);
    EXPECT_EQ(blocks.size(), 2U);
    EXPECT_TRUE(blocks.contains(number(1)));
    EXPECT_TRUE(blocks.contains(number(3)));
    blocks.add({number(2)});
    EXPECT_TRUE(blocks.contains(number(2)));
}

class NoListener final : public ChainListener {
    void on_committed(const ChainChange&) override {}
    void on_published(const ChainChange&) override {}
};

constexpr std::size_t kLength = 24;

std::vector<chain::Block> blocks_with_payments(std::uint64_t seed) {
    tools::ChainMaker maker({.seed = seed, .transactions = 3, .inputs = 1, .outputs = 2, .wallets = 4});
    std::vector<chain::Block> blocks;
    for (std::size_t i = 0; i < kLength; ++i) blocks.push_back(maker.next());
    return blocks;
}

chain::TransactionInput& first_input(chain::Block& block, std::size_t payment) {
    return block.transactions[payment].inputs[0];
}

// With another payment's signature; its hash is the same.
chain::Block with_wrong_signature(chain::Block block) {
    first_input(block, 1).signature.signature = first_input(block, 2).signature.signature;
    return block;
}

std::vector<Hash256> hashes_of(const std::vector<chain::Block>& blocks) {
    std::vector<Hash256> hashes;
    for (const chain::Block& block : blocks) hashes.push_back(*Hash256::from_hex(block.hash));
    return hashes;
}

class Vouched : public StateFixture {
protected:
    explicit Vouched(ReorgLimits limits = {}) : StateFixture(limits) {}

    void hand_in_first(std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) accepted(hand_in(blocks_[i]));
    }

    const std::vector<chain::Block> blocks_ = blocks_with_payments(1);
    const chain::Block& last_ = blocks_.back();
};

TEST_F(Vouched, SignaturesAreNotCheckedOfNoOtherBlock) {
    hand_in_first(kLength - 1);
    EXPECT_EQ(rule_of(hand_in(with_wrong_signature(last_))), Rule::signature);
    state().vouched().add(hashes_of({blocks_[3]}));
    EXPECT_EQ(rule_of(hand_in(with_wrong_signature(last_))), Rule::signature);
    state().vouched().add(hashes_of({last_}));
    accepted(hand_in(with_wrong_signature(last_)));
    EXPECT_EQ(state().tip()->block.hash.to_hex(), last_.hash);
}

TEST_F(Vouched, BlocksAreForgottenOnceTheyAreOnDisk) {
    state().vouched().add(hashes_of(blocks_));
    hand_in_first(kLength - 1);
    EXPECT_TRUE(state().vouched().contains(hashes_of({last_})[0]));
    EXPECT_LE(state().vouched().size(), 2U);
    accepted(hand_in(last_));
    EXPECT_EQ(state().vouched().size(), 0U);
}

TEST_F(Vouched, BlocksMayBreakNoOtherRule) {
    hand_in_first(kLength - 1);
    state().vouched().add(hashes_of({last_}));
    chain::Block form = last_;
    first_input(form, 1).signature.signature = "3045";
    EXPECT_EQ(rule_of(hand_in(form)), Rule::signature);
    chain::Block no_key = last_;
    first_input(no_key, 1).signature.public_key = std::string(66, '0');
    EXPECT_EQ(rule_of(hand_in(no_key)), Rule::signature);
    chain::Block stolen = last_;
    for (std::size_t i = 2; i < stolen.transactions.size(); ++i)
        if (first_input(stolen, i).signature.public_key != first_input(stolen, 1).signature.public_key)
            first_input(stolen, 1).signature.public_key = first_input(stolen, i).signature.public_key;
    EXPECT_EQ(rule_of(hand_in(stolen)), Rule::wrong_owner);

    chain::Block rich = last_;
    rich.transactions[0].outputs[0].amount = chain::Number{60.0};
    test::seal(rich);
    chain::Block twice = last_;
    twice.transactions[1] = blocks_[kLength - 2].transactions[1];
    test::seal(twice);
    state().vouched().add(hashes_of({rich, twice}));
    EXPECT_EQ(rule_of(hand_in(rich)), Rule::coinbase_value);
    EXPECT_EQ(rule_of(hand_in(twice)), Rule::missing_input);
    accepted(hand_in(last_));
}

class VouchedBranch : public Vouched {
protected:
    VouchedBranch() : Vouched(ReorgLimits{.judged_depth = 3}) {}

    // Another chain, longer than what is connected, with a wrong signature below its end.
    std::vector<chain::Block> spoiled_branch() {
        std::vector<chain::Block> branch = blocks_with_payments(2);
        branch[kLength - 3] = with_wrong_signature(branch[kLength - 3]);
        return branch;
    }
};

TEST_F(VouchedBranch, OvertakesThoughASignatureIsWrong) {
    hand_in_first(kLength - 1);
    state().vouched().add(hashes_of(spoiled_branch()));
    for (const chain::Block& block : spoiled_branch()) accepted(hand_in(block));
    EXPECT_EQ(state().tip()->block.hash.to_hex(), spoiled_branch().back().hash);
    EXPECT_EQ(state().vouched().size(), 0U);
}

TEST_F(VouchedBranch, IsRefusedWhereNobodyVouchesForIt) {
    hand_in_first(kLength - 1);
    const std::vector<chain::Block> branch = spoiled_branch();
    for (std::size_t i = 0; i + 1 < kLength; ++i) accepted(hand_in(branch[i]));
    EXPECT_EQ(rule_of(hand_in(branch.back())), Rule::signature);
    EXPECT_EQ(state().tip()->block.hash.to_hex(), blocks_[kLength - 2].hash);
}

TEST_F(Vouched, BlocksAreFetchedWithoutASignatureBeingChecked) {
    NoListener listener;
    ChainThread chain(std::move(state_), kParams, clock_, listener);
    std::vector<chain::Block> spoiled = blocks_;
    for (std::size_t i = kLength / 2; i < kLength; ++i) spoiled[i] = with_wrong_signature(spoiled[i]);
    chain.vouch_for(hashes_of(blocks_));
    for (const chain::Block& block : spoiled) accepted(chain.submit(block, BlockOrigin::sync));
    chain.settle();
    EXPECT_EQ(chain.tip()->length(), kLength);
}

}  // namespace
}  // namespace chaincore::state
