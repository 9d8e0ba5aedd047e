// SPDX-License-Identifier: MIT
// Chooses the difficulty of a session's shares, so that one comes every ten seconds or so (docs/stratum.md, "Shares").
// Pure: the times are handed in. One thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace chaincore::stratum {

class SharePace {
public:
    using Time = std::chrono::steady_clock::time_point;

    static constexpr std::chrono::seconds kPerShare{10};
    // It is looked at after so long, or after so many shares where they come sooner.
    static constexpr std::chrono::seconds kSpan{60};
    static constexpr std::uint64_t kShares = 12;
    static constexpr std::uint64_t kMostChange = 4;  // the factor of one step
    // What is nearer than this factor stays: shares come by chance.
    static constexpr double kTolerance = 1.5;

    // difficulty: at least 1.
    SharePace(std::uint64_t difficulty, Time now) : difficulty_(difficulty), since_(now) {}

    std::uint64_t difficulty() const { return difficulty_; }
    void note_share() { ++shares_; }
    // Have so many come that it is worth a look?
    bool has_many() const { return shares_ >= kShares; }

    // The difficulty from the next job on, where it is to be another one. highest: what a block takes.
    std::optional<std::uint64_t> look(Time now, std::uint64_t highest);

private:
    std::uint64_t wanted(Time now) const;

    std::uint64_t difficulty_;
    Time since_;
    std::uint64_t shares_ = 0;  // since then
};

}  // namespace chaincore::stratum
