// SPDX-License-Identifier: MIT
// The time, handed in so that tests decide what it is. Any thread.
#pragma once

#include <chrono>

namespace chaincore::util {

// Wall time since the Unix epoch. Microseconds: what six fractional digits of a timestamp can say.
using WallTime = std::chrono::time_point<std::chrono::system_clock, std::chrono::microseconds>;

class Clock {
public:
    virtual ~Clock() = default;
    virtual WallTime wall_now() const = 0;
    virtual std::chrono::steady_clock::time_point steady_now() const = 0;
    virtual void sleep_for(std::chrono::microseconds duration) const = 0;
};

class SystemClock final : public Clock {
public:
    WallTime wall_now() const override;
    std::chrono::steady_clock::time_point steady_now() const override;
    void sleep_for(std::chrono::microseconds duration) const override;
};

}  // namespace chaincore::util
