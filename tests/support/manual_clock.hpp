// SPDX-License-Identifier: MIT
// A clock that stands until the test moves it. Any thread.
#pragma once

#include "chaincore/util/clock.hpp"

#include <atomic>

namespace chaincore::test {

class ManualClock final : public util::Clock {
public:
    explicit ManualClock(std::chrono::microseconds now) : now_(now.count()) {}

    util::WallTime wall_now() const override { return util::WallTime(std::chrono::microseconds(now_.load())); }
    std::chrono::steady_clock::time_point steady_now() const override {
        return std::chrono::steady_clock::time_point(std::chrono::microseconds(now_.load()));
    }
    void sleep_for(std::chrono::microseconds duration) const override { now_ += duration.count(); }
    void advance(std::chrono::microseconds duration) { now_ += duration.count(); }

private:
    mutable std::atomic<std::int64_t> now_;
};

}  // namespace chaincore::test
