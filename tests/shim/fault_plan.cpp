// SPDX-License-Identifier: MIT
#include "shim/fault_plan.hpp"

#include <cerrno>
#include <cstdlib>
#include <string_view>

namespace chaincore::shim {
namespace {

std::string text_of(const char* name) {
    const char* const value = std::getenv(name);
    return value == nullptr ? "" : value;
}

std::uint64_t number_of(const char* name) { return std::strtoull(text_of(name).c_str(), nullptr, 10); }

}  // namespace

FaultPlan::FaultPlan()
    : failing_call_(number_of("CHAINCORE_DISK_FAIL")),
      is_for_good_(number_of("CHAINCORE_DISK_FOR_GOOD") != 0),
      begins_short_(text_of("CHAINCORE_DISK_ERROR") == "SHORT"),
      error_(text_of("CHAINCORE_DISK_ERROR") == "EIO" ? EIO : ENOSPC),
      power_loss_(number_of("CHAINCORE_DISK_POWER_LOSS")),
      is_lost_at_end_(text_of("CHAINCORE_DISK_POWER_LOSS") == "end"),
      seed_(number_of("CHAINCORE_DISK_SEED")),
      count_file_(text_of("CHAINCORE_DISK_COUNT")) {}

Fate FaultPlan::next_call(bool is_write) {
    const std::uint64_t call = ++calls_;
    if (failing_call_ == 0 || call < failing_call_) return Fate::success;
    if (call == failing_call_) return begins_short_ && is_write ? Fate::half : Fate::failure;
    const bool ends_short = begins_short_ && call == failing_call_ + 1;
    return is_for_good_ || ends_short ? Fate::failure : Fate::success;
}

}  // namespace chaincore::shim
