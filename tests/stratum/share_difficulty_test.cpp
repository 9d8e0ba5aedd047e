// SPDX-License-Identifier: MIT
#include "chaincore/stratum/share_difficulty.hpp"

#include <gtest/gtest.h>

#include <string>

namespace chaincore::stratum {
namespace {

// Whose first 16 digits are these.
crypto::Hash256 hash_of(const std::string& digits) {
    return *crypto::Hash256::from_hex(digits + std::string(64 - digits.size(), 'f'));
}

TEST(ShareDifficulty, OfOneTakesEveryHash) {
    EXPECT_TRUE(is_share(hash_of("ffffffffffffffff"), 1));
    EXPECT_TRUE(is_share(hash_of("0000000000000000"), 1));
}

TEST(ShareDifficulty, TakesWhatIsBelowItsPart) {
    EXPECT_TRUE(is_share(hash_of("7fffffffffffffff"), 2));
    EXPECT_FALSE(is_share(hash_of("8000000000000000"), 2));
    EXPECT_TRUE(is_share(hash_of("5555555555555554"), 3)) << "2^64 / 3 is 5555555555555555 and a third";
    EXPECT_FALSE(is_share(hash_of("5555555555555555"), 3));
    EXPECT_TRUE(is_share(hash_of("0000000000000000"), ~std::uint64_t{0}));
    EXPECT_FALSE(is_share(hash_of("0000000000000001"), ~std::uint64_t{0}));
}

TEST(ShareDifficulty, OfZerosTakesWhatBeginsWithThem) {
    EXPECT_TRUE(is_share(hash_of("00000fffffffffff"), difficulty_of_zeros(5)));
    EXPECT_FALSE(is_share(hash_of("0000100000000000"), difficulty_of_zeros(5)));
}

TEST(ShareDifficulty, MeansAsManyZerosAsEveryShareHas) {
    EXPECT_EQ(zeros_of_share(1), 0U);
    EXPECT_EQ(zeros_of_share(15), 0U);
    EXPECT_EQ(zeros_of_share(16), 1U);
    EXPECT_EQ(zeros_of_share(17), 1U);
    EXPECT_EQ(zeros_of_share(difficulty_of_zeros(5)), 5U);
    EXPECT_EQ(zeros_of_share(difficulty_of_zeros(5) - 1), 4U);
}

}  // namespace
}  // namespace chaincore::stratum
