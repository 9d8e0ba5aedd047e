// SPDX-License-Identifier: MIT
// Which difficulty a classic network has, by what its peers advertise (docs/rules.md, "Networks"). Pure.
#pragma once

#include "chaincore/net/peer_book.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace chaincore::node {

// The one that most of them say; of equally many the highest. Below 1 and above 8 is a mistake. None: nobody says one.
std::optional<std::uint64_t> detected_difficulty(const std::vector<net::PeerInfo>& peers);

}  // namespace chaincore::node
