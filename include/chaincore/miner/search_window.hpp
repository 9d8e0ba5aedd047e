// SPDX-License-Identifier: MIT
// Which timestamps a job may try (docs/rules.md, `timestamp_too_old`; docs/performance.md, "The work"): fractions of
// one second, later than the parent. Pure functions. Any thread.
#pragma once

#include "chaincore/util/clock.hpp"

#include <chrono>
#include <cstdint>
#include <variant>

namespace chaincore::miner {

// Seconds in which every six-digit fraction is a double of its own, printed with exactly these ten and six digits:
// from 2^33 (the year 2242) on doubles lie too far apart.
inline constexpr std::uint64_t kEarliestSecond = 1'000'000'000;
inline constexpr std::uint64_t kLatestSecond = (std::uint64_t{1} << 33) - 1;

// Narrower windows are not worth the midstates of a group of nonces.
inline constexpr std::chrono::microseconds kNarrowestWindow{100};

// Peers refuse a block that is 2 hours ahead of their clock; ours needs a minute to be found and to reach them.
inline constexpr std::chrono::microseconds kFarthestParent = std::chrono::hours(2) - std::chrono::seconds(60);

// Fractions first..last of `second` in microseconds, both included and both legal.
struct SearchWindow {
    std::uint64_t second = 0;
    std::uint32_t first = 0;
    std::uint32_t last = 0;

    bool operator==(const SearchWindow&) const = default;
};

// Nothing to try yet: ask again after that time.
struct Wait {
    std::chrono::microseconds duration{};
};

// Our block would be refused as coming from the future.
struct ParentTooFarAhead {};

using WindowChoice = std::variant<SearchWindow, Wait, ParentTooFarAhead>;

// The last full second where all of it is later than the parent; otherwise what lies between parent and now, or, where
// the parent's clock is ahead of ours, the second after the parent; of two seconds the one that offers more.
WindowChoice choose_window(double parent_timestamp, util::WallTime now);

// The timestamp that prints as `second`.`fraction` with six digits. second: kEarliestSecond..kLatestSecond.
double candidate_timestamp(std::uint64_t second, std::uint32_t fraction);

// A fraction that ends in 0 would print with fewer than six digits.
constexpr bool is_legal_fraction(std::uint32_t fraction) { return fraction % 10 != 0; }

// Legal fractions are numbered from 0 on: nine of every ten.
constexpr std::uint32_t legal_fraction(std::uint32_t number) { return number / 9 * 10 + number % 9 + 1; }
constexpr std::uint32_t number_of_legal_fraction(std::uint32_t fraction) {
    return fraction / 10 * 9 + fraction % 10 - 1;
}

// The first legal fraction from `fraction` on; 1'000'001 behind the last one of a second.
constexpr std::uint32_t legal_fraction_from(std::uint32_t fraction) {
    return is_legal_fraction(fraction) ? fraction : fraction + 1;
}

}  // namespace chaincore::miner
