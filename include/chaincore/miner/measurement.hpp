// SPDX-License-Identifier: MIT
// Ways to search that can be timed a share at a time, so that they can take turns and whatever else the machine does
// hits all of them alike. One thread.
#pragma once

#include "chaincore/miner/cycle_meter.hpp"
#include "chaincore/miner/kernel.hpp"
#include "chaincore/util/result.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace chaincore::miner {

class Measurement {
public:
    virtual ~Measurement() = default;

    // Searches on the calling thread for about so long, and for one slice at least. The error: a kernel is wrong.
    virtual Result<void, Error> run(TimingSpan share) = 0;

    const CycleMeter& meter() const { return meter_; }

protected:
    CycleMeter meter_;
};

// step: makes some tries in well under a millisecond or two and returns how many.
std::unique_ptr<Measurement> measure_steps(std::function<std::uint64_t()> step);

// A kernel's own code, with all that it needs made ready once. It must have proven itself.
std::unique_ptr<Measurement> measure_code(const Kernel& kernel);

// The same kernel as a searcher runs it: tables, hits, counters, and looking whether to stop. Within one group of
// nonces, which lasts for a second's fractions; where the window is narrow, their midstates cost more.
std::unique_ptr<Measurement> measure_search(const Kernel& kernel);

// What no SHA-NI kernel can beat: as many sha256rnds2 as a try needs, and nothing else. nullptr: the kernel does not
// run on this CPU.
std::unique_ptr<Measurement> measure_sha_ni_floor();
inline constexpr std::uint64_t kSha256Rnds2PerTry = 63;

// A search as one would write it without this module.
struct Baseline {
    const char* name;
    const char* description;
    std::unique_ptr<Measurement> measurement;
};

std::vector<Baseline> plain_searches();

}  // namespace chaincore::miner
