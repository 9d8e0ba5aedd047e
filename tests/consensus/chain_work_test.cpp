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

chain::BlockHeader header_of(std::uint64_t difficulty) {
    chain::BlockHeader header;
    header.target_difficulty = chain::Number{difficulty};
    return header;
}

TEST(ChainWork, AClassicBlockCountsOne) {
    EXPECT_EQ(block_work(chain::classic_params(5), header_of(5)), (ChainWork{0, 1}));
}

TEST(ChainWork, ADigitOfMainlineIsAFactorOf16) {
    const auto work_of = [](std::uint64_t difficulty) {
        return block_work(chain::mainline_params(), header_of(difficulty));
    };
    EXPECT_EQ(work_of(1), (ChainWork{0, 16}));
    EXPECT_EQ(work_of(4), (ChainWork{0, 65536}));
    EXPECT_EQ(work_of(15), (ChainWork{0, std::uint64_t{1} << 60}));
}

}  // namespace
}  // namespace chaincore::consensus
