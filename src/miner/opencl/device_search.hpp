// SPDX-License-Identifier: MIT
// One OpenCL device that hashes: many nonces with many fractions a launch, two launches under way. It knows nothing of
// jobs and threads; its errors say what the device or its driver said. One thread.
#pragma once

#include "chaincore/miner/cycle_meter.hpp"
#include "chaincore/miner/opencl_backend.hpp"
#include "chaincore/miner/opencl_devices.hpp"
#include "chaincore/miner/preimage_layout.hpp"
#include "chaincore/util/result.hpp"
#include "miner/opencl/device_structs.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <utility>
#include <vector>

namespace chaincore::miner {

// A mask that next to nothing passes.
inline constexpr std::uint32_t kNoHits = 0xffffffff;

class DeviceSearch {
public:
    static constexpr std::size_t kLaunches = 2;
    static constexpr std::uint32_t kMostFractions = 4096;  // of a launch

    struct Setup {
        LaunchShape shape;
        std::filesystem::path kernels;     // empty: those of this program
        std::filesystem::path cache;       // of compiled programs; empty: none
        bool is_cache_distrusted = false;  // what it has is written anew
    };

    // Builds the program, which may take seconds.
    static Result<std::unique_ptr<DeviceSearch>, Error> open(const OpenClDevice& device, const Setup& setup);
    virtual ~DeviceSearch() = default;

    virtual const LaunchShape& shape() const = 0;

    // From now on, whoever asks it to stop makes what waits for the device give up after a second.
    virtual void heed(std::stop_token stop) = 0;

    // Whose headers are hashed from now on, and with which nonces: as many as the shape says, from the first one on. No
    // launch may be under way.
    virtual Result<void, Error> take_text(const PreimageLayout& layout) = 0;
    virtual Result<void, Error> take_nonces(std::uint64_t first_nonce) = 0;

    // Begins a launch with `fractions` of the legal ones from number `first` on. Fewer than kLaunches may be under way.
    virtual Result<void, Error> begin(std::uint32_t first, std::uint32_t fractions, std::uint32_t mask) = 0;
    virtual std::size_t under_way() const = 0;

    struct Finished {
        std::uint32_t first = 0;
        std::uint32_t fractions = 0;
        std::uint32_t hits_found = 0;  // more than there are, where there was no room
        std::vector<DeviceHit> hits;
        TimingSpan time{0};  // the device's
    };
    // Waits for the oldest launch under way. An error where it takes longer than any does on a device that works.
    virtual Result<Finished, Error> finish() = 0;

    // What the device says of the layout of device_structs.hpp. No launch may be under way.
    virtual Result<std::vector<std::uint32_t>, Error> read_layout() = 0;

    // Has it been waited for in vain? Nothing more can be had of it.
    virtual bool hangs() const = 0;
};

}  // namespace chaincore::miner
