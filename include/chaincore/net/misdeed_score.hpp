// SPDX-License-Identifier: MIT
// How much a peer has done wrong lately, in points that fade, and what ban it has earned by that (docs/protocol.md,
// "Bans"). One thread.
#pragma once

#include "chaincore/net/misdeed.hpp"

#include <chrono>

namespace chaincore::net {

class MisdeedScore {
public:
    using SteadyTime = std::chrono::steady_clock::time_point;

    static constexpr int kLimit = 100;
    static constexpr std::chrono::minutes kPointFades{1};  // one of them after so long
    static constexpr std::chrono::hours kShortBan{1};      // for points
    static constexpr std::chrono::hours kLongBan{24};      // for invalid work

    // How long the peer is banned for it; 0: not at all. With a ban the score begins anew.
    std::chrono::seconds add(Misdeed misdeed, SteadyTime now);

private:
    void fade(SteadyTime now);

    int points_ = 0;
    SteadyTime faded_at_{};  // up to when they have faded
};

}  // namespace chaincore::net
