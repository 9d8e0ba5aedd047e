// SPDX-License-Identifier: MIT
#include "chaincore/miner/past_tries.hpp"

#include <gtest/gtest.h>

namespace chaincore::miner {
namespace {

DeviceCounters gpu(std::uint64_t tries) { return {"Radeon", "search", tries, "opencl"}; }
DeviceCounters cpu(std::uint64_t tries) { return {"EPYC", "sha_ni", tries, "cpu"}; }

std::vector<std::uint64_t> tries_of(const std::vector<DeviceRates>& devices) {
    std::vector<std::uint64_t> tries;
    for (const DeviceRates& device : devices) tries.push_back(device.counters.tries);
    return tries;
}

using Tries = std::vector<std::uint64_t>;

TEST(PastTries, AreAddedToADeviceThatComesBack) {
    PastTries past;
    past.note({cpu(100)});
    EXPECT_EQ(tries_of(past.added_to({{gpu(5), {}}, {cpu(1), {}}})), (Tries{5, 101}));
    past.note({gpu(6), cpu(2)});
    EXPECT_EQ(tries_of(past.added_to({{cpu(0), {}}, {gpu(0), {}}})), (Tries{102, 6}));
}

TEST(PastTries, OfTwoOfOneMakeAreKeptApart) {
    PastTries past;
    past.note({gpu(10), gpu(20)});
    past.note({gpu(1), gpu(2)});
    EXPECT_EQ(tries_of(past.added_to({{gpu(0), {}}, {gpu(0), {}}, {gpu(0), {}}})), (Tries{11, 22, 0}));
}

TEST(PastTries, AreOfTheKernelThatMadeThem) {
    PastTries past;
    past.note({cpu(100)});
    DeviceCounters other = cpu(0);
    other.kernel = "avx2";
    EXPECT_EQ(tries_of(past.added_to({{other, {}}})), (Tries{0}));
}

}  // namespace
}  // namespace chaincore::miner
