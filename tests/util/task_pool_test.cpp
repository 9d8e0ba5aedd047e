// SPDX-License-Identifier: MIT
#include "chaincore/util/task_pool.hpp"

#include <gtest/gtest.h>

#include <latch>
#include <memory>

namespace chaincore::util {
namespace {

TEST(TaskPool, DoesAsMuchAtOnceAsItHasThreads) {
    std::latch together(3), done(3);
    TaskPool pool(3, 3);
    for (int i = 0; i < 3; ++i)
        EXPECT_TRUE(pool.try_post([&](std::size_t) {
            together.arrive_and_wait();
            done.count_down();
        }));
    done.wait();
}

TEST(TaskPool, TakesNoMoreThanItsQueueHolds) {
    std::latch begun(1), gate(1);
    TaskPool pool(1, 2);
    EXPECT_TRUE(pool.try_post([&](std::size_t) {
        begun.count_down();
        gate.wait();
    }));
    begun.wait();
    EXPECT_TRUE(pool.try_post([](std::size_t) {}));
    EXPECT_TRUE(pool.try_post([](std::size_t) {}));
    EXPECT_FALSE(pool.try_post([](std::size_t) {}));
    gate.count_down();
}

TEST(TaskPool, DropsWhatIsQueuedWhenItIsStopped) {
    std::latch begun(1), gate(1);
    TaskPool pool(1, 2);
    pool.try_post([&](std::size_t) {
        begun.count_down();
        gate.wait();
    });
    begun.wait();
    const auto held = std::make_shared<bool>(false);
    pool.try_post([held](std::size_t) { *held = true; });
    gate.count_down();
    pool.stop();
    EXPECT_EQ(held.use_count(), 1) << "nothing is left of the task, whether it was done or not";
    EXPECT_FALSE(pool.try_post([](std::size_t) {}));
}

}  // namespace
}  // namespace chaincore::util
