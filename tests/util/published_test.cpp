// SPDX-License-Identifier: MIT
#include "chaincore/util/published.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace chaincore::util {
namespace {

TEST(Published, ShowsTheLatestValue) {
    Published<int> number;
    EXPECT_EQ(number.get(), nullptr);
    const auto one = std::make_shared<const int>(1);
    number.set(one);
    EXPECT_EQ(number.get(), one);
    number.set(std::make_shared<const int>(2));
    EXPECT_EQ(*number.get(), 2);
    EXPECT_EQ(*one, 1) << "who has the old one keeps it";
}

// For the sanitizers, too.
TEST(Published, ShowsWholeValuesToEveryThread) {
    struct Pair {
        int a;
        int b;
    };
    Published<Pair> pair(std::make_shared<const Pair>(Pair{0, 0}));
    std::vector<std::jthread> readers;
    for (int i = 0; i < 3; ++i)
        readers.emplace_back([&](const std::stop_token& stop) {
            while (!stop.stop_requested()) {
                const auto seen = pair.get();
                ASSERT_EQ(seen->a, seen->b);
            }
        });
    for (int i = 0; i < 2000; ++i) pair.set(std::make_shared<const Pair>(Pair{i, i}));
    readers.clear();
    EXPECT_EQ(pair.get()->a, 1999);
}

}  // namespace
}  // namespace chaincore::util
