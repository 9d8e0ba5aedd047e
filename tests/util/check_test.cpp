// SPDX-License-Identifier: MIT
#include "chaincore/util/check.hpp"

#include <gtest/gtest.h>

namespace chaincore::util {
namespace {

TEST(CheckDeathTest, EndsTheProgramAndSaysWhere) {
    testing::FLAGS_gtest_death_test_style = "threadsafe";
    EXPECT_DEATH(CHAINCORE_CHECK(1 + 1 == 3), "check_test\\.cpp:[0-9]+: .*1 \\+ 1 == 3");
}

TEST(Check, EvaluatesItsConditionOnce) {
    int count = 0;
    CHAINCORE_CHECK(++count == 1);
    EXPECT_EQ(count, 1);
}

}  // namespace
}  // namespace chaincore::util
