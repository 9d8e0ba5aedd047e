// SPDX-License-Identifier: MIT
#include "cli/time_text.hpp"

#include <fmt/core.h>

#include <chrono>

namespace chaincore::cli {
namespace {

constexpr double kEndOfYear9999 = 253402300800.0;

}  // namespace

std::string utc_text(const chain::Number& seconds) {
    const double value = seconds.to_double();
    if (!(value >= 0 && value < kEndOfYear9999)) return seconds.text();
    const std::chrono::sys_seconds time{std::chrono::seconds{static_cast<std::int64_t>(value)}};
    const auto midnight = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day day{midnight};
    const std::chrono::hh_mm_ss clock{time - midnight};
    return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}", static_cast<int>(day.year()),
                       static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()), clock.hours().count(),
                       clock.minutes().count(), clock.seconds().count());
}

}  // namespace chaincore::cli
