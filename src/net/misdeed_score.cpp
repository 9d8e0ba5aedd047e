// SPDX-License-Identifier: MIT
#include "chaincore/net/misdeed_score.hpp"

#include <algorithm>

namespace chaincore::net {
namespace {

// Five stalls in a row, or two answers that nobody gives by mistake. One stall in twenty minutes is forgiven for ever.
int points_for(Misdeed misdeed) {
    switch (misdeed) {
        case Misdeed::none: return 0;
        case Misdeed::stall:
        case Misdeed::false_claim: return 20;
        case Misdeed::useless_answer:
        case Misdeed::oversize_answer: return 50;
        case Misdeed::invalid_work: return MisdeedScore::kLimit;
    }
    return 0;
}

}  // namespace

std::chrono::seconds MisdeedScore::add(Misdeed misdeed, SteadyTime now) {
    fade(now);
    points_ += points_for(misdeed);
    if (points_ < kLimit) return std::chrono::seconds{0};
    points_ = 0;
    return misdeed == Misdeed::invalid_work ? kLongBan : kShortBan;
}

void MisdeedScore::fade(SteadyTime now) {
    const auto faded = (now - faded_at_) / kPointFades;
    if (faded < points_) {
        points_ -= static_cast<int>(faded);
        faded_at_ += faded * kPointFades;
    } else {
        points_ = 0;
        faded_at_ = now;
    }
}

}  // namespace chaincore::net
