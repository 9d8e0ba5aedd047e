// SPDX-License-Identifier: MIT
#include "chaincore/crypto/secret.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>

namespace chaincore::crypto {
namespace {

TEST(Secret, IsTheTextThatWasPutIn) {
    Secret secret;
    for (int letter = 'a'; letter <= 'z'; ++letter) secret.push_back(static_cast<char>(letter));
    EXPECT_EQ(text_of(secret), "abcdefghijklmnopqrstuvwxyz");
    EXPECT_EQ(text_of({}), "");
}

TEST(Secret, IsWipedInItsWholeMemory) {
    std::array<char, 64> memory{};
    memory.fill('x');
    wipe(memory.data(), memory.size());
    EXPECT_TRUE(std::ranges::all_of(memory, [](char byte) { return byte == 0; }));
}

}  // namespace
}  // namespace chaincore::crypto
