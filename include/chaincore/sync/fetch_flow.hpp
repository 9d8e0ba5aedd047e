// SPDX-License-Identifier: MIT
// Whether a fetch is worth waiting for: it flows while blocks come that are new to us, quickly enough. Any thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <mutex>

namespace chaincore::sync {

class FetchFlow {
public:
    using SteadyTime = std::chrono::steady_clock::time_point;
    using Duration = std::chrono::steady_clock::duration;

    // So many bytes of new blocks within so much time are a flow (docs/protocol.md, "Fetching chains").
    static constexpr std::size_t kBytes = std::size_t{64} << 10;
    static constexpr std::chrono::seconds kWindow{1};
    // One that has flowed is waited for so long before others are asked, too.
    static constexpr std::chrono::seconds kPause{2};

    explicit FetchFlow(SteadyTime began) : began_(began), window_began_(began), flowed_at_(began) {}

    void note_news(std::size_t bytes, SteadyTime now);
    // What waits for our own chain is not slow.
    void set_waiting_for_us(bool is_waiting);

    // grace: how long a fetch is given to begin.
    bool is_flowing(SteadyTime now, Duration grace) const;
    Duration age(SteadyTime now) const { return now - began_; }
    // Since it flowed last, or began.
    Duration idle_for(SteadyTime now) const;

private:
    const SteadyTime began_;
    mutable std::mutex mutex_;
    SteadyTime window_began_;  // guarded by mutex_, as all below
    SteadyTime flowed_at_;
    std::size_t bytes_ = 0;  // since the window began
    bool is_waiting_for_us_ = false;
};

}  // namespace chaincore::sync
