// SPDX-License-Identifier: MIT
// What became of the shares that were found, in numbers and in lines for people. The worker's thread.
#pragma once

#include "chaincore/miner/device_meters.hpp"
#include "chaincore/util/log.hpp"
#include "worker/rig_session.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace chaincore::worker {

class ShareTally {
public:
    explicit ShareTally(util::Log& log) : log_(log) {}

    void found(const Share& share);
    void judged(const JudgedShare& judged, const std::string& url);
    // There was nobody to submit them to, or nobody who answered.
    void lost(std::size_t shares);
    void report(const miner::DeviceMeters& rates);

    std::uint64_t accepted_blocks() const { return blocks_; }

private:
    util::Log& log_;
    std::uint64_t accepted_ = 0;
    std::uint64_t refused_ = 0;
    std::uint64_t lost_ = 0;
    std::uint64_t blocks_ = 0;
};

}  // namespace chaincore::worker
