// SPDX-License-Identifier: MIT
#include "chaincore/util/parallel.hpp"

#include <gtest/gtest.h>

#include <latch>
#include <mutex>
#include <numeric>
#include <set>

namespace chaincore::util {
namespace {

TEST(Parallel, DoesEachOnce) {
    std::vector<std::size_t> items(1000);
    std::iota(items.begin(), items.end(), std::size_t{0});
    std::vector<std::atomic<int>> times(items.size());
    for_each_in_parallel(items, 8, [&times](std::size_t item) { ++times[item]; });
    for (const auto& count : times) EXPECT_EQ(count, 1);
}

// It ends only if all of them are at work at the same time.
TEST(Parallel, DoesAsManyAtOnceAsItMay) {
    std::latch all_are_here(4);
    for_each_in_parallel(std::vector<int>{1, 2, 3, 4}, 4, [&all_are_here](int) { all_are_here.arrive_and_wait(); });
    EXPECT_TRUE(all_are_here.try_wait());
}

TEST(Parallel, UsesNoMoreThreadsThanItMay) {
    std::mutex mutex;
    std::set<std::thread::id> threads;
    for_each_in_parallel(std::vector<int>(100), 3, [&](int) {
        const std::lock_guard lock(mutex);
        threads.insert(std::this_thread::get_id());
    });
    EXPECT_LE(threads.size(), 3U);
}

TEST(Parallel, DoesNothingForNothing) {
    for_each_in_parallel(std::vector<int>{}, 3, [](int) { ADD_FAILURE(); });
}

}  // namespace
}  // namespace chaincore::util
