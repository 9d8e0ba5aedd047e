// SPDX-License-Identifier: MIT
#include "chaincore/util/clock.hpp"

#include <thread>

namespace chaincore::util {

WallTime SystemClock::wall_now() const {
    return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

std::chrono::steady_clock::time_point SystemClock::steady_now() const { return std::chrono::steady_clock::now(); }

void SystemClock::sleep_for(std::chrono::microseconds duration) const { std::this_thread::sleep_for(duration); }

}  // namespace chaincore::util
