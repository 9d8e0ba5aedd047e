// SPDX-License-Identifier: MIT
#include "chaincore/state/block_index.hpp"

#include <gtest/gtest.h>

namespace chaincore::state {
namespace {

crypto::Hash256 name(std::uint8_t letter) {
    crypto::Hash256 hash;
    hash.bytes[0] = letter;
    return hash;
}

// A tree of single letters; a genesis has the parent 0.
class Tree : public testing::Test {
protected:
    const IndexedBlock& add(char letter, char parent) {
        storage::BlockRecord record;
        record.hash = name(static_cast<std::uint8_t>(letter));
        record.previous_hash = parent == 0 ? crypto::Hash256{} : name(static_cast<std::uint8_t>(parent));
        const IndexedBlock* before = index_.find(record.previous_hash);
        record.height = before == nullptr ? 0 : before->record.height + 1;
        record.work = {0, record.height + 1};
        record.order = next_order_++;
        record.timestamp = chain::Number{static_cast<double>(letter)};
        return index_.add(record);
    }
    const IndexedBlock* at(char letter) const { return index_.find(name(static_cast<std::uint8_t>(letter))); }

    BlockIndex index_;
    std::uint64_t next_order_ = 0;
};

TEST_F(Tree, FindsTheForkOfTwoBranches) {
    add('a', 0);
    add('b', 'a');
    add('c', 'b');
    add('d', 'c');
    add('x', 'b');
    EXPECT_EQ(common_ancestor(at('d'), at('x')), at('b'));
    EXPECT_EQ(common_ancestor(at('x'), at('d')), at('b'));
    EXPECT_EQ(common_ancestor(at('b'), at('d')), at('b'));
    EXPECT_EQ(common_ancestor(at('d'), at('d')), at('d'));
    EXPECT_EQ(common_ancestor(nullptr, at('d')), nullptr);
    add('z', 0);
    EXPECT_EQ(common_ancestor(at('z'), at('d')), nullptr) << "even the genesis differs";
}

TEST_F(Tree, PassesOverWhatIsRuledOut) {
    for (const char* edge : {"ba", "cb", "dc", "xb"}) {
        if (index_.size() == 0) add('a', 0);
        add(edge[0], edge[1]);
    }
    index_.rule_out({name('c')});
    EXPECT_FALSE(at('b')->is_ruled_out);
    EXPECT_TRUE(at('c')->is_ruled_out);
    EXPECT_TRUE(at('d')->is_ruled_out) << "it builds on that";
    EXPECT_FALSE(at('x')->is_ruled_out);
    EXPECT_EQ(index_.best(), at('x'));
    EXPECT_TRUE(add('e', 'd').is_ruled_out) << "and so does what comes later";
    index_.rule_out({name('x'), name('y')});
    EXPECT_EQ(index_.best(), at('e')) << "it is readmitted";
    EXPECT_TRUE(add('y', 'a').is_ruled_out) << "one that was not there yet";
    index_.rule_out({name('a')});
    EXPECT_EQ(index_.best(), nullptr);
}

// In whatever order they lie: one of many is left.
TEST_F(Tree, PassesOverManyThatAreRuledOut) {
    add('a', 0);
    std::unordered_set<crypto::Hash256> most;
    for (char letter = 'b'; letter <= 'z'; ++letter) {
        add(letter, 'a');
        if (letter != 'm') most.insert(name(static_cast<std::uint8_t>(letter)));
    }
    index_.rule_out(most);
    EXPECT_EQ(index_.best(), at('m'));
}

TEST_F(Tree, PrefersWorkThenTheFirst) {
    EXPECT_EQ(index_.best(), nullptr);
    add('a', 0);
    add('b', 'a');
    add('c', 'a');
    add('d', 'a');
    EXPECT_EQ(index_.best(), at('b'));
    add('e', 'd');
    EXPECT_EQ(index_.best(), at('e'));
}

TEST_F(Tree, PrefersTheFirstWhereverItStands) {
    add('a', 0);
    for (char letter = 'b'; letter <= 'k'; ++letter) {
        next_order_ = static_cast<std::uint64_t>('z' - letter);
        add(letter, 'a');
    }
    EXPECT_EQ(index_.best(), at('k'));
    next_order_ = 1;
    add('l', 'a');
    EXPECT_EQ(index_.best(), at('l'));
    next_order_ = 50;
    add('m', 'a');
    EXPECT_EQ(index_.best(), at('l'));
}

TEST_F(Tree, LosesABranchWithAllThatBuildsOnIt) {
    add('a', 0);
    add('b', 'a');
    add('c', 'b');
    add('d', 'c');
    add('x', 'a');
    add('y', 'x');
    auto removed = index_.remove_branch(*at('b'));
    EXPECT_EQ(removed, (std::vector{name('b'), name('c'), name('d')}));
    for (const char letter : {'b', 'c', 'd'}) EXPECT_EQ(at(letter), nullptr) << letter;
    for (const char letter : {'a', 'x', 'y'}) EXPECT_NE(at(letter), nullptr) << letter;
    EXPECT_EQ(index_.size(), 3U);
}

TEST_F(Tree, LosesManyBranchesOfOneHeight) {
    add('a', 0);
    add('b', 'a');
    for (char letter = 'c'; letter <= 'z'; ++letter) add(letter, 'b');
    EXPECT_EQ(index_.remove_branch(*at('b')).size(), 25U);
    EXPECT_EQ(index_.size(), 1U);
}

TEST_F(Tree, TellsTheLastTimestampsOldestFirst) {
    add('a', 0);
    add('b', 'a');
    add('c', 'b');
    EXPECT_EQ(last_timestamps(at('c'), 2), (std::vector<double>{'b', 'c'}));
    EXPECT_EQ(last_timestamps(at('c'), 9), (std::vector<double>{'a', 'b', 'c'}));
    EXPECT_TRUE(last_timestamps(nullptr, 9).empty());
}

}  // namespace
}  // namespace chaincore::state
