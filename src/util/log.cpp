// SPDX-License-Identifier: MIT
#include "chaincore/util/log.hpp"

namespace chaincore::util {
namespace {

constexpr std::string_view kNames[] = {"debug", "info", "warn", "error"};

}  // namespace

std::string_view log_level_name(LogLevel level) { return kNames[static_cast<std::size_t>(level)]; }

std::optional<LogLevel> log_level_from_name(std::string_view name) {
    for (std::size_t i = 0; i < std::size(kNames); ++i)
        if (kNames[i] == name) return static_cast<LogLevel>(i);
    return std::nullopt;
}

}  // namespace chaincore::util
