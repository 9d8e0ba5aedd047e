// SPDX-License-Identifier: MIT
#include "chaincore/consensus/chain_work.hpp"

#include <gtest/gtest.h>

namespace chaincore::consensus {
namespace {

TEST(ChainWork, ItsTextHasThirtyTwoDigits) {
    EXPECT_EQ(to_hex({}), std::string(32, '0'));
    EXPECT_EQ(to_hex({0x0123456789abcdef, 0xfedcba9876543210}), "0123456789abcdeffedcba9876543210");
}

TEST(ChainWork, ItsTextsCompareAsTheNumbersDo) {
    const ChainWork works[] = {{0, 9}, {0, 10}, {0, ~std::uint64_t{0}}, {1, 0}, {16, 3}};
    for (const ChainWork& one : works)
        for (const ChainWork& other : works) EXPECT_EQ(to_hex(one) < to_hex(other), one < other);
}

}  // namespace
}  // namespace chaincore::consensus
