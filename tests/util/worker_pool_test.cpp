// SPDX-License-Identifier: MIT
#include "chaincore/util/worker_pool.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>

namespace chaincore::util {
namespace {

TEST(WorkerPool, DoesAllThatItIsGiven) {
    std::atomic<int> done = 0;
    {
        WorkerPool pool(3);
        for (int i = 0; i < 1000; ++i) pool.post([&] { ++done; });
    }
    EXPECT_EQ(done, 1000) << "what is left at the end is done first";
}

TEST(WorkerPool, DoesAsMuchAtOnceAsItHasThreads) {
    WorkerPool pool(3);
    std::latch together(3);
    for (int i = 0; i < 3; ++i) pool.post([&] { together.arrive_and_wait(); });
    together.wait();
}

TEST(WorkerPool, WithoutThreadsIsTheCallersWork) {
    WorkerPool pool(0);
    bool is_done = false;
    pool.post([&] { is_done = true; });
    EXPECT_TRUE(is_done);
}

}  // namespace
}  // namespace chaincore::util
