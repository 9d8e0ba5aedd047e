// SPDX-License-Identifier: MIT
// Where the hits of a launch are. Any thread.
#pragma once

#include "miner/opencl/device_search.hpp"

#include <cstdint>
#include <set>
#include <utility>

namespace chaincore::miner {

// Which nonce and which fraction of a launch.
using Place = std::pair<std::uint32_t, std::uint32_t>;
using Places = std::set<Place>;

inline Places places_of(const DeviceSearch::Finished& finished) {
    Places places;
    for (const DeviceHit& hit : finished.hits) places.emplace(hit.nonce, hit.fraction);
    return places;
}

}  // namespace chaincore::miner
