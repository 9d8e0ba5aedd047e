// SPDX-License-Identifier: MIT
#include "chaincore/miner/search_window.hpp"

#include "chaincore/util/check.hpp"

namespace chaincore::miner {
namespace {

constexpr std::int64_t kSecond = 1'000'000;  // microseconds

// How soon to look again at a clock that shows an impossible year: somebody may set it.
constexpr std::chrono::seconds kClockRetry{1};

// Consecutive microseconds since the Unix epoch, both ends included; empty where last < first.
struct Stretch {
    std::int64_t first = 0;
    std::int64_t last = 0;

    std::int64_t width() const { return last - first + 1; }
};

// The nearest double: both operands are exact (kLatestSecond in microseconds is below 2^53) and IEEE 754 division
// rounds correctly.
double to_seconds(std::int64_t microseconds) { return static_cast<double>(microseconds) / 1e6; }

// The parent's timestamp may lie between two microseconds, and its product be rounded either way.
std::int64_t first_microsecond_after(double parent_timestamp) {
    std::int64_t candidate = static_cast<std::int64_t>(parent_timestamp * 1e6) - 1;
    while (to_seconds(candidate) <= parent_timestamp) ++candidate;
    return candidate;
}

// Could any window near this time be printed as the layout expects?
bool is_plausible(std::int64_t now) {
    const std::int64_t second = now / kSecond;
    const std::int64_t margin = kFarthestParent.count() / kSecond + 2;
    return second > static_cast<std::int64_t>(kEarliestSecond) &&
           second < static_cast<std::int64_t>(kLatestSecond) - margin;
}

// The part within the second of its end; the rest, if any, lies in the second before.
Stretch last_part(Stretch stretch) {
    const std::int64_t boundary = stretch.last / kSecond * kSecond;
    return {stretch.first < boundary ? boundary : stretch.first, stretch.last};
}

Stretch wider_part(Stretch stretch) {
    const Stretch tail = last_part(stretch);
    const Stretch head{stretch.first, tail.first - 1};
    return head.width() >= tail.width() ? head : tail;
}

SearchWindow to_window(Stretch stretch) {
    const auto last = static_cast<std::uint32_t>(stretch.last % kSecond);
    return {static_cast<std::uint64_t>(stretch.first / kSecond),
            legal_fraction_from(static_cast<std::uint32_t>(stretch.first % kSecond)),
            is_legal_fraction(last) ? last : last - 1};
}

WindowChoice choose_between(std::int64_t parent_end, std::int64_t now) {
    const Stretch all{parent_end, now - 1};
    const Stretch widest = wider_part(all);
    if (widest.width() >= kNarrowestWindow.count()) return to_window(widest);
    // Only the part in the current second still grows.
    return Wait{kNarrowestWindow - std::chrono::microseconds(last_part(all).width())};
}

}  // namespace

WindowChoice choose_window(double parent_timestamp, util::WallTime now_time) {
    const std::int64_t now = now_time.time_since_epoch().count();
    if (!is_plausible(now)) return Wait{kClockRetry};
    if (parent_timestamp > to_seconds(now + kFarthestParent.count())) return ParentTooFarAhead{};

    const std::int64_t this_second = now / kSecond * kSecond;
    const SearchWindow last_full_second = to_window({this_second - kSecond, this_second - 1});
    if (candidate_timestamp(last_full_second.second, last_full_second.first) > parent_timestamp)
        return last_full_second;

    const std::int64_t first = first_microsecond_after(parent_timestamp);
    const bool parent_ahead = parent_timestamp > to_seconds(now);
    if (parent_ahead) return to_window(wider_part({first, first + kSecond - 2}));
    return choose_between(first, now);
}

double candidate_timestamp(std::uint64_t second, std::uint32_t fraction) {
    CHAINCORE_CHECK(second >= kEarliestSecond && second <= kLatestSecond && fraction < kSecond);
    return to_seconds(static_cast<std::int64_t>(second) * kSecond + fraction);
}

}  // namespace chaincore::miner
