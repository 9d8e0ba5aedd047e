// SPDX-License-Identifier: MIT
// The OpenCL device that tests run on, and small launches for it. One thread.
#pragma once

#include "chaincore/miner/opencl_devices.hpp"
#include "miner/opencl/device_search.hpp"

#include <gtest/gtest.h>

namespace chaincore::miner::test {

inline constexpr LaunchShape kSmallShape{8, 1024, 0};

// Skips, and says why, where there is no device.
class OnADevice : public testing::Test {
protected:
    void SetUp() override {
        const auto devices = choose_opencl_devices(list_opencl_devices(), {});
        if (!devices) GTEST_SKIP() << devices.error().message;
        device_ = devices->front();
    }

    std::unique_ptr<DeviceSearch> open(const LaunchShape& shape = kSmallShape) const {
        auto search = DeviceSearch::open(device_, {shape, {}, {}});
        if (!search) throw std::runtime_error(search.error().message);
        return *std::move(search);
    }

    OpenClDevice device_;
};

}  // namespace chaincore::miner::test
