// SPDX-License-Identifier: MIT
#include "chaincore/state/orphan_pool.hpp"

#include <gtest/gtest.h>

namespace chaincore::state {
namespace {

// Whose text has so many bytes.
chain::SharedBlock block(const std::string& hash, const std::string& parent, std::size_t bytes) {
    chain::WrittenBlock written{{}, std::string(bytes, ' ')};
    written.block.hash = hash;
    written.block.header.previous_hash = parent;
    return std::make_shared<const chain::WrittenBlock>(std::move(written));
}

TEST(OrphanPool, HandsOutTheChildrenOfAParent) {
    OrphanPool pool;
    pool.add(block("b", "a", 10));
    pool.add(block("c", "a", 10));
    pool.add(block("d", "b", 10));
    EXPECT_EQ(pool.take_children("a").size(), 2U);
    EXPECT_TRUE(pool.take_children("a").empty());
    EXPECT_EQ(pool.count(), 1U);
    EXPECT_EQ(pool.bytes(), 10U);
}

TEST(OrphanPool, KeepsTheLaterOfTwoCopies) {
    OrphanPool pool;
    const auto later = block("b", "a", 20);
    pool.add(block("b", "a", 10));
    pool.add(later);
    EXPECT_EQ(pool.bytes(), 20U);
    EXPECT_EQ(pool.take_children("a"), std::vector{later});
}

TEST(OrphanPool, ShowsWhatItHoldsAndWhenThatChanges) {
    OrphanPool pool;
    const auto before = pool.version();
    pool.add(block("b", "a", 10));
    pool.add(block("c", "x", 10));
    EXPECT_NE(pool.version(), before);
    ASSERT_EQ(pool.all().size(), 2U);
    EXPECT_EQ(pool.all()[0]->hash, "b");
    const auto full = pool.version();
    pool.take_children("z");
    EXPECT_EQ(pool.version(), full);
    pool.take_children("a");
    EXPECT_NE(pool.version(), full);
    EXPECT_EQ(pool.all()[0]->hash, "c");
}

TEST(OrphanPool, KeepsAHundredAtMost) {
    OrphanPool pool;
    for (int i = 0; i < 101; ++i) pool.add(block(std::to_string(i), "p" + std::to_string(i), 1));
    EXPECT_EQ(pool.count(), 100U);
    EXPECT_TRUE(pool.take_children("p0").empty()) << "the oldest has left";
    EXPECT_EQ(pool.take_children("p100").size(), 1U);
}

TEST(OrphanPool, KeepsSixteenMebibytesAtMost) {
    OrphanPool pool;
    for (int i = 0; i < 5; ++i) pool.add(block(std::to_string(i), "p" + std::to_string(i), std::size_t{4} << 20));
    EXPECT_EQ(pool.count(), 4U);
    EXPECT_EQ(pool.bytes(), std::size_t{16} << 20);
}

}  // namespace
}  // namespace chaincore::state
