// SPDX-License-Identifier: MIT
#include "chaincore/chain/merkle.hpp"

#include "chaincore/crypto/sha256.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace chaincore::chain {
namespace {

// An id for each number.
std::vector<std::string> ids(const std::vector<int>& numbers) {
    std::vector<std::string> result;
    for (const int number : numbers) result.push_back(crypto::sha256(std::to_string(number)).to_hex());
    return result;
}

std::string pair_hash(const std::string& left, const std::string& right) {
    return crypto::double_sha256(left + right).to_hex();
}

TEST(Merkle, RootOfNothingIsZeros) {
    EXPECT_EQ(merkle_root({}).root, std::string(64, '0'));
    EXPECT_FALSE(merkle_root({}).has_equal_pair);
}

TEST(Merkle, RootOfOneIdIsTheIdAsItStands) {
    EXPECT_EQ(merkle_root({"any text"}).root, "any text");
    EXPECT_FALSE(merkle_root({"any text"}).has_equal_pair);
}

TEST(Merkle, RootHashesTextsInOrder) {
    const auto list = ids({1, 2, 3, 4});
    EXPECT_EQ(merkle_root(list).root, pair_hash(pair_hash(list[0], list[1]), pair_hash(list[2], list[3])));
    EXPECT_NE(merkle_root(ids({2, 1, 3, 4})).root, merkle_root(list).root);
}

TEST(Merkle, RootRepeatsTheLastOfAnOddCount) {
    const auto list = ids({1, 2, 3});
    EXPECT_EQ(merkle_root(list).root, pair_hash(pair_hash(list[0], list[1]), pair_hash(list[2], list[2])));
}

TEST(Merkle, RootDoesNotFoldTheCaseOfItsTexts) {
    EXPECT_NE(merkle_root({"a", "b"}).root, merkle_root({"A", "b"}).root);
}

TEST(Merkle, AnHonestListIsNeverFlagged) {
    std::vector<int> numbers;
    for (int count = 1; count <= 70; ++count) {
        numbers.push_back(count);
        EXPECT_FALSE(merkle_root(ids(numbers)).has_equal_pair) << count << " ids";
    }
}

TEST(Merkle, ARepeatedLastIdIsFlagged) {
    EXPECT_EQ(merkle_root(ids({1, 2, 3, 3})).root, merkle_root(ids({1, 2, 3})).root);
    EXPECT_TRUE(merkle_root(ids({1, 2, 3, 3})).has_equal_pair);
    EXPECT_TRUE(merkle_root(ids({1, 1})).has_equal_pair);
}

TEST(Merkle, ARepeatedTailIsFlaggedOnAHigherLevel) {
    const auto honest = merkle_root(ids({1, 2, 3, 4, 5, 6}));
    const auto forged = merkle_root(ids({1, 2, 3, 4, 5, 6, 5, 6}));
    EXPECT_EQ(forged.root, honest.root);
    EXPECT_TRUE(forged.has_equal_pair);
    EXPECT_FALSE(honest.has_equal_pair);
}

TEST(Merkle, ARepeatedTailOfAnOddCountIsFlagged) {
    const auto honest = merkle_root(ids({1, 2, 3, 4, 5}));
    for (const std::vector<int>& forged :
         {std::vector<int>{1, 2, 3, 4, 5, 5}, {1, 2, 3, 4, 5, 5, 5}, {1, 2, 3, 4, 5, 5, 5, 5}}) {
        EXPECT_EQ(merkle_root(ids(forged)).root, honest.root);
        EXPECT_TRUE(merkle_root(ids(forged)).has_equal_pair) << forged.size();
    }
}

TEST(Merkle, EqualIdsThatMakeNoPairAreNotFlagged) {
    EXPECT_FALSE(merkle_root(ids({1, 2, 2, 3})).has_equal_pair);
    EXPECT_FALSE(merkle_root(ids({1, 2, 1})).has_equal_pair);
}

TEST(Merkle, TheBranchOfTheFirstLeadsToTheRoot) {
    std::vector<int> numbers;
    for (int count = 1; count <= 70; ++count) {
        numbers.push_back(count);
        const auto list = ids(numbers);
        auto without = list;
        without[0] = "whatever";
        EXPECT_EQ(merkle_root_of_first(list[0], merkle_branch_of_first(without)), merkle_root(list).root) << count;
    }
}

}  // namespace
}  // namespace chaincore::chain
