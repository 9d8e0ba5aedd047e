// SPDX-License-Identifier: MIT
// What the node remembers of its mining and of its chain's changes, for people who look at it later. Plain values.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace chaincore::api {

// What is no rate: the device was not there, or nobody looked.
inline constexpr double kNoRate = std::numeric_limits<double>::quiet_NaN();

struct DeviceRateHistory {
    std::string backend;
    std::string device;
    std::string kernel;
    std::vector<double> rates;  // tries a second; as many as there are times
};

struct RateHistory {
    std::uint32_t interval_seconds = 0;  // each rate is the mean of that long
    std::vector<double> times;           // when each interval ended: seconds since the Unix epoch, ascending
    std::vector<double> total;           // of all devices
    std::vector<DeviceRateHistory> devices;
};

struct ChainPoint {
    std::uint64_t height = 0;
    std::string hash;
};

// The chain left blocks behind: for another branch, or since the operator ruled one out.
struct ReorgReport {
    double time = 0;  // seconds since the Unix epoch
    std::uint64_t left_blocks = 0;
    std::uint64_t new_blocks = 0;
    ChainPoint old_tip;
    ChainPoint new_tip;
    bool is_new_genesis = false;
};

}  // namespace chaincore::api
