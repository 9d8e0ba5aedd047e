// SPDX-License-Identifier: MIT
#include "chaincore/miner/device_meters.hpp"

#include <gtest/gtest.h>

namespace chaincore::miner {
namespace {

using namespace std::chrono_literals;

constexpr DeviceMeters::Time kStart{1h};

DeviceCounters gpu(std::uint64_t tries) { return {"Radeon", "search", tries, "opencl"}; }
DeviceCounters cpu(std::uint64_t tries) { return {"EPYC", "sha_ni", tries, "cpu"}; }

TEST(DeviceMeters, MeasureEachDeviceAndAllTogether) {
    DeviceMeters meters;
    meters.add(kStart, {gpu(5), cpu(7)});
    meters.add(kStart + 10s, {gpu(9'005), cpu(107)});
    ASSERT_EQ(meters.devices().size(), 2U);
    EXPECT_EQ(meters.devices()[0].counters.device, "Radeon");
    EXPECT_EQ(meters.devices()[1].counters.tries, 107U);
    EXPECT_DOUBLE_EQ(meters.devices()[0].rates.ten_seconds, 900);
    EXPECT_DOUBLE_EQ(meters.devices()[1].rates.ten_seconds, 10);
    EXPECT_DOUBLE_EQ(meters.total().ten_seconds, 910);
}

TEST(DeviceMeters, MeasureANewDeviceFromThenOn) {
    DeviceMeters meters;
    meters.add(kStart, {gpu(0)});
    meters.add(kStart + 10s, {gpu(1'000), cpu(0)});
    EXPECT_EQ(meters.devices()[1].rates.ten_seconds, 0);
    meters.add(kStart + 11s, {gpu(1'100), cpu(50)});
    EXPECT_DOUBLE_EQ(meters.devices()[1].rates.one_minute, 50);
}

TEST(DeviceMeters, ForgetADeviceInWhosePlaceAnotherStands) {
    DeviceMeters meters;
    meters.add(kStart, {gpu(0)});
    meters.add(kStart + 1s, {gpu(1'000)});
    meters.add(kStart + 2s, {cpu(2'000)});
    ASSERT_EQ(meters.devices().size(), 1U);
    EXPECT_EQ(meters.devices()[0].rates.ten_seconds, 0);
    meters.add(kStart + 3s, {cpu(2'010)});
    EXPECT_DOUBLE_EQ(meters.devices()[0].rates.ten_seconds, 10);
}

}  // namespace
}  // namespace chaincore::miner
