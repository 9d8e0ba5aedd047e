// SPDX-License-Identifier: MIT
// What became of the blocks that were found, in numbers and in lines for people. The worker's thread.
#pragma once

#include "chaincore/chain/block.hpp"
#include "chaincore/miner/device_meters.hpp"
#include "chaincore/util/log.hpp"

#include <cstdint>
#include <string>

namespace chaincore::worker {

class Tally {
public:
    explicit Tally(util::Log& log) : log_(log) {}

    void found(const chain::Block& block);
    void accepted(const chain::Block& block, const std::string& url);
    void stale(const chain::Block& block);
    void refused(const chain::Block& block, const std::string& url, const std::string& words);
    void report(const miner::DeviceMeters& rates);

    std::uint64_t accepted_blocks() const { return accepted_; }

private:
    util::Log& log_;
    std::uint64_t accepted_ = 0;
    std::uint64_t stale_ = 0;
    std::uint64_t refused_ = 0;
};

}  // namespace chaincore::worker
