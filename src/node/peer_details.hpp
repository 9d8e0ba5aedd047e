// SPDX-License-Identifier: MIT
// What HTTP tells of our peers. Pure.
#pragma once

#include "chaincore/api/node_service.hpp"
#include "chaincore/net/peer_book.hpp"
#include "chaincore/util/clock.hpp"

namespace chaincore::node {

double seconds_since_epoch(util::WallTime time);
api::PeerDetails details_of(const net::PeerInfo& peer);

}  // namespace chaincore::node
