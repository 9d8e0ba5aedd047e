// SPDX-License-Identifier: MIT
#include "chaincore/miner/rate_text.hpp"

#include <fmt/core.h>

#include <array>

namespace chaincore::miner {

std::string rate_text(double tries_per_second) {
    static constexpr std::array<const char*, 6> kUnits = {"H/s", "kH/s", "MH/s", "GH/s", "TH/s", "PH/s"};
    std::size_t unit = 0;
    // What would be shown as 1000.0 is one of the next unit.
    while (tries_per_second >= 999.95 && unit + 1 < kUnits.size()) {
        tries_per_second /= 1000;
        ++unit;
    }
    return fmt::format("{:.1f} {}", tries_per_second, kUnits[unit]);
}

std::string rates_text(const Hashrates& rates) {
    return fmt::format("{} in 10 s, {} in 60 s, {} in 15 min", rate_text(rates.ten_seconds),
                       rate_text(rates.one_minute), rate_text(rates.fifteen_minutes));
}

std::string rates_text(const Hashrates& total, const std::vector<DeviceRates>& devices) {
    std::string text = "hash rate " + rates_text(total);
    if (devices.size() < 2) return text;
    const char* separator = " (60 s: ";
    for (const DeviceRates& device : devices) {
        text += fmt::format("{}{} {}", separator, device.counters.device, rate_text(device.rates.one_minute));
        separator = ", ";
    }
    return text + ')';
}

}  // namespace chaincore::miner
