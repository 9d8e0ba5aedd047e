// SPDX-License-Identifier: MIT
// Where the hits of a launch are. Any thread.
#pragma once

#include "miner/cpu/nonce_group.hpp"
#include "miner/opencl/device_search.hpp"

#include <algorithm>
#include <bit>
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

// The portable kernel's: nonces from the first one on with fractions from the number `first` on.
inline Places expected_places(const PreimageLayout& layout, std::uint64_t first_nonce, std::uint32_t nonces,
                              std::uint32_t first, std::uint32_t fractions, std::uint32_t mask) {
    NonceGroup group(layout, find_kernel("portable").value(), first_nonce, nonces);
    Places places;
    for (std::uint32_t i = 0; i < fractions; ++i)
        for (const std::uint32_t nonce : group.search(legal_fraction(first + i), mask)) places.emplace(nonce, i);
    return places;
}

// That passes so many of the tries, or up to twice as many.
inline std::uint32_t mask_for(std::uint64_t tries, std::uint64_t wanted_hits) {
    const int ones = std::min(31, static_cast<int>(std::bit_width(tries / wanted_hits)));
    return ~(~std::uint32_t{0} >> ones);
}

}  // namespace chaincore::miner
