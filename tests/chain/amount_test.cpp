// SPDX-License-Identifier: MIT
#include "chaincore/chain/amount.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace chaincore::chain {
namespace {

// The expected values are Python's math.ulp.
TEST(Ulp, IsTheDistanceToTheNextDouble) {
    EXPECT_EQ(ulp(1.0), 2.220446049250313e-16);
    EXPECT_EQ(ulp(50.0), 7.105427357601002e-15);
    EXPECT_EQ(ulp(0.1), 1.3877787807814457e-17);
    EXPECT_EQ(ulp(9007199254740992.0), 2.0);
    EXPECT_EQ(ulp(1e22), 2097152.0);
}

TEST(Ulp, OfZeroIsTheSmallestDouble) { EXPECT_EQ(ulp(0.0), std::numeric_limits<double>::denorm_min()); }

// Python's math.ulp of the largest double is finite; the distance upwards is not.
TEST(Ulp, OfTheLargestDoubleIsFinite) { EXPECT_EQ(ulp(std::numeric_limits<double>::max()), 1.99584030953472e+292); }

TEST(SumText, IsANumberOrSaysThatItIsNone) {
    EXPECT_EQ(sum_text(50.5), "50.5");
    EXPECT_EQ(sum_text(std::numeric_limits<double>::infinity()), "more than a double can hold");
}

}  // namespace
}  // namespace chaincore::chain
