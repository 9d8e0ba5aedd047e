// SPDX-License-Identifier: MIT
#include "chaincore/state/refused_blocks.hpp"

#include <gtest/gtest.h>

namespace chaincore::state {
namespace {

using chain::Rejection;
using chain::Rule;

crypto::Hash256 name(std::size_t number) {
    crypto::Hash256 hash;
    hash.bytes[0] = static_cast<std::uint8_t>(number);
    hash.bytes[1] = static_cast<std::uint8_t>(number >> 8);
    return hash;
}

constexpr RefusedBlocks::Time kNow{std::chrono::hours(1)};

TEST(RefusedBlocks, RememberWhatNoOtherCopyCouldPass) {
    RefusedBlocks refused;
    EXPECT_EQ(refused.find(name(1), kNow), std::nullopt);
    refused.add(name(1), {Rule::overspent, "too much"}, kNow);
    const auto found = refused.find(name(1), kNow + std::chrono::hours(1000));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->message, "too much");
}

TEST(RefusedBlocks, LookAtOtherCopiesOfASpoiledOne) {
    RefusedBlocks refused;
    for (std::size_t copy = 1; copy <= RefusedBlocks::kMostCopies; ++copy) {
        EXPECT_EQ(refused.find(name(1), kNow), std::nullopt) << "copy " << copy;
        refused.add(name(1), {copy % 2 == 0 ? Rule::signature : Rule::wrong_owner, ""}, kNow);
    }
    EXPECT_TRUE(refused.find(name(1), kNow)) << "enough for now";
    EXPECT_EQ(refused.find(name(1), kNow + RefusedBlocks::kPause), std::nullopt);
}

TEST(RefusedBlocks, ForgetTheOldest) {
    RefusedBlocks refused;
    for (std::size_t i = 0; i <= RefusedBlocks::kMaxBlocks; ++i) refused.add(name(i), {Rule::overspent, ""}, kNow);
    EXPECT_EQ(refused.find(name(0), kNow), std::nullopt);
    EXPECT_TRUE(refused.find(name(1), kNow));
}

}  // namespace
}  // namespace chaincore::state
