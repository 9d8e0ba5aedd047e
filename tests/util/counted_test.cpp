// SPDX-License-Identifier: MIT
#include "chaincore/util/counted.hpp"

#include <gtest/gtest.h>

namespace chaincore::util {
namespace {

TEST(Counted, KnowsTheSingular) {
    EXPECT_EQ(counted(0, "block"), "0 blocks");
    EXPECT_EQ(counted(1, "block"), "1 block");
    EXPECT_EQ(counted(7, "peer"), "7 peers");
}

}  // namespace
}  // namespace chaincore::util
