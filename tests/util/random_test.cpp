// SPDX-License-Identifier: MIT
#include "chaincore/util/random.hpp"

#include <gtest/gtest.h>

#include <set>

namespace chaincore::util {
namespace {

TEST(Random, DoesNotRepeatItself) {
    std::set<std::uint64_t> numbers;
    std::set<std::string> texts;
    for (int i = 0; i < 1000; ++i) {
        numbers.insert(random_number());
        texts.insert(random_hex(16));
    }
    EXPECT_EQ(numbers.size(), 1000U);
    EXPECT_EQ(texts.size(), 1000U);
}

TEST(Random, HasTwoDigitsForEachByte) {
    EXPECT_EQ(random_hex(32).size(), 64U);
    EXPECT_EQ(random_hex(3).find_first_not_of("0123456789abcdef"), std::string::npos);
    EXPECT_EQ(random_hex(0), "");
}

}  // namespace
}  // namespace chaincore::util
