// SPDX-License-Identifier: MIT
// One OpenCL device, timed for `chaincore bench`. The main thread.
#pragma once

#include "chaincore/miner/backend.hpp"
#include "chaincore/miner/job_switch.hpp"
#include "chaincore/miner/opencl_timing.hpp"
#include "chaincore/util/result.hpp"

#include <functional>
#include <memory>
#include <string>

namespace chaincore::cli {

struct DeviceReport {
    miner::OpenClDevice device;
    std::string fault;  // empty: it has proven itself
    miner::OpenClStart start;
    double tries_per_second = 0;
    miner::JobSwitch job_switch;
};

// A new one each time, proven and not yet started.
using MakeBackend = std::function<Result<std::unique_ptr<miner::Backend>, Error>()>;

Result<double, Error> rate_of(const MakeBackend& make, miner::TimingSpan span);

// They add what they find to the report. A failure is the report's fault, and nothing is timed after one.
void time_turn(DeviceReport& report, const MakeBackend& make, miner::TimingSpan span, int turns);
void time_changes(DeviceReport& report, const MakeBackend& make);

}  // namespace chaincore::cli
