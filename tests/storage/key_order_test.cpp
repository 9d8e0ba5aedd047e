// SPDX-License-Identifier: MIT
#include "storage/key_order.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

namespace chaincore::storage {
namespace {

// What a stable sort by bytes would give.
void expect_order(const std::vector<std::string>& texts) {
    const std::vector<std::string_view> keys(texts.begin(), texts.end());
    std::vector<std::uint32_t> expected(keys.size());
    for (std::uint32_t i = 0; i < expected.size(); ++i) expected[i] = i;
    std::stable_sort(expected.begin(), expected.end(), [&](auto a, auto b) { return keys[a] < keys[b]; });
    EXPECT_EQ(key_order(keys), expected);
}

TEST(KeyOrder, IsThatOfTheBytes) {
    using namespace std::string_literals;
    expect_order({});
    expect_order({"one"});
    expect_order({"b", "a", "", "ab", "a", "\x80", "\x7f", "a\0"s, "a\0\0"s, "a"});
    expect_order({"12345678", "12345678\0"s, "1234567", "12345678", "123456789", "12345678\x01"});
}

TEST(KeyOrder, HoldsForLongCommonBeginnings) {
    std::mt19937 random(7);
    std::vector<std::string> texts;
    for (int i = 0; i < 3000; ++i) {
        std::string text(random() % 40, 'x');
        for (auto rest = random() % 12; rest > 0; --rest) text += static_cast<char>(random() % 3);
        texts.push_back(text);
    }
    expect_order(texts);
}

}  // namespace
}  // namespace chaincore::storage
