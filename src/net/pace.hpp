// SPDX-License-Identifier: MIT
// How fast a long answer has to come, once it flows: so many bytes in every window of time that was spent reading. A
// window begins anew as soon as it has its bytes, so that a fast beginning pays for no stall. One thread.
#pragma once

#include <chrono>
#include <cstddef>

namespace chaincore::net {

class Pace {
public:
    using Duration = std::chrono::steady_clock::duration;

    using Time = std::chrono::steady_clock::time_point;

    // end: of all of it, however it flows.
    Pace(std::size_t window_bytes, Duration window, Time end = Time::max())
        : window_bytes_(window_bytes), window_(window), end_(end) {}

    void begin() { is_flowing_ = true; }
    bool is_flowing() const { return is_flowing_; }

    // How long the next read may take.
    Duration left() const { return window_ - read_for_; }
    Time end() const { return end_; }

    void note_read(Duration took, std::size_t bytes) {
        read_for_ += took;
        bytes_ += bytes;
        if (bytes_ < window_bytes_) return;
        read_for_ = Duration{0};
        bytes_ = 0;
    }

private:
    std::size_t window_bytes_;
    Duration window_;
    Time end_;
    Duration read_for_{0};
    std::size_t bytes_ = 0;
    bool is_flowing_ = false;
};

}  // namespace chaincore::net
