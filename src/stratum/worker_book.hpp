// SPDX-License-Identifier: MIT
// Who searches for us, by name, and what came of it. The server's thread notes; any thread may ask for the report.
#pragma once

#include "chaincore/stratum/worker_report.hpp"
#include "stratum/search_clock.hpp"
#include "stratum/share_rate.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace chaincore::stratum {

class WorkerBook {
public:
    using Time = std::chrono::steady_clock::time_point;

    // Where there are so many names, a thousand of those that have been gone longest are forgotten; and each after so
    // long.
    static constexpr std::size_t kNames = 10'000;
    static constexpr std::size_t kForgotten = 1'000;
    static constexpr std::chrono::hours kRemembered{24};
    // Of searching without a share.
    static constexpr std::chrono::seconds kSilence{120};

    // A session speaks for that name from now on.
    void arrive(const std::string& name, const std::string& from, const std::string& agent, Time now);
    void leave(const std::string& name, Time now);
    void note_difficulty(const std::string& name, std::uint64_t difficulty);
    // difficulty: the share's, where it is accepted.
    void note_share(const std::string& name, ShareFate fate, std::uint64_t difficulty, Time now);
    // Any thread.
    void note_block(const std::string& name);
    // Is there anything to search from now on? Silence counts only while there is.
    void set_resting(bool is_resting, Time now);

    void note_connection();
    void note_end();
    void note_cut_off(CutOff reason);

    FarmReport report(Time now) const;
    // Has any of its shares ever been accepted?
    bool has_shares(const std::string& name) const;

private:
    struct Entry {
        explicit Entry(Time now) : since(now), rate(now) {}

        std::string from, agent;
        std::size_t sessions = 0;
        std::uint64_t difficulty = 0;
        Time since;
        Time left_at{};  // by the last session
        std::optional<Time> last_share;
        Time heard_at{};  // by the search clock: when the last share came, or the session
        ShareCounts shares;
        std::uint64_t blocks = 0;
        ShareRate rate;
    };

    WorkerReport report_of(const std::string& name, const Entry& entry, Time now) const;
    FarmReport copy(Time now) const;
    void make_room();

    mutable std::mutex mutex_;  // guards all that follows
    std::map<std::string, Entry, std::less<>> entries_;
    SearchClock clock_;
    FarmReport totals_;
};

}  // namespace chaincore::stratum
