// SPDX-License-Identifier: MIT
#include "chaincore/chain/proof_of_work.hpp"

#include <gtest/gtest.h>

#include <string>

namespace chaincore::chain {
namespace {

TEST(ProofOfWork, CountsTheZerosAtTheStart) {
    const std::string hash = "000a" + std::string(60, '0');
    EXPECT_TRUE(has_work(hash, 0));
    EXPECT_TRUE(has_work(hash, 3));
    EXPECT_FALSE(has_work(hash, 4));
}

TEST(ProofOfWork, EndsWithTheHash) {
    const std::string zeros(64, '0');
    EXPECT_TRUE(has_work(zeros, 64));
    EXPECT_FALSE(has_work(zeros, 65));
    EXPECT_FALSE(has_work("", 1));
}

}  // namespace
}  // namespace chaincore::chain
