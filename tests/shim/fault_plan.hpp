// SPDX-License-Identifier: MIT
// Which call on the disk goes wrong, and how: read from the environment once. One thread at a time.
//
//   CHAINCORE_DISK_FAIL=N         the Nth call that changes or syncs something fails
//   CHAINCORE_DISK_ERROR=EIO      or ENOSPC, or SHORT: a write takes half, what is called next has ENOSPC
//   CHAINCORE_DISK_FOR_GOOD=1     and so do all that follow
//   CHAINCORE_DISK_POWER_LOSS=N   the power goes at the Nth of them, before it takes effect; end: when the program ends
//   CHAINCORE_DISK_SEED=N         of what is lost then
//   CHAINCORE_DISK_COUNT=FILE     how many of them there were is written there when the program ends
#pragma once

#include <cstdint>
#include <string>

namespace chaincore::shim {

// What a call on the disk meets.
enum class Fate { success, half, failure };

class FaultPlan {
public:
    FaultPlan();

    // Of the next call; is_write: it can take a part of what it is given.
    Fate next_call(bool is_write);
    // The errno of Fate::failure.
    int error() const { return error_; }

    // Before this call takes effect.
    bool power_goes_now() const { return calls_ == power_loss_; }
    bool power_goes_at_the_end() const { return is_lost_at_end_; }
    std::uint64_t seed() const { return seed_; }

    std::uint64_t calls() const { return calls_; }
    const std::string& count_file() const { return count_file_; }

private:
    std::uint64_t failing_call_ = 0;  // 0: none
    bool is_for_good_ = false;
    bool begins_short_ = false;
    int error_ = 0;
    std::uint64_t power_loss_ = 0;  // 0: none
    bool is_lost_at_end_ = false;
    std::uint64_t seed_ = 0;
    std::string count_file_;

    std::uint64_t calls_ = 0;
};

}  // namespace chaincore::shim
