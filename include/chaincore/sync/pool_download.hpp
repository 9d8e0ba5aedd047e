// SPDX-License-Identifier: MIT
// The transactions that wait in a peer's pool, handed over while its answer arrives, so that memory does not grow with
// it. Any thread, many peers at once.
#pragma once

#include "chaincore/chain/transaction.hpp"
#include "chaincore/net/endpoint.hpp"
#include "chaincore/net/peer_client.hpp"
#include "chaincore/util/clock.hpp"
#include "chaincore/util/result.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <stop_token>

namespace chaincore::sync {

struct PoolDownloadLimits {
    std::uint64_t transactions = 10'000;        // as many as a pool of ours holds
    std::size_t bytes = std::size_t{64} << 20;  // twice what it holds
    std::chrono::milliseconds time{10'000};     // for all of it, under both names
};

// handle: takes each transaction that can be read, unchecked; others are skipped. How many it was given: what came
// before a limit or a fault counts. An Error where there was nothing like a pool.
Result<std::uint64_t, Error> fetch_pool(net::PeerClient& client, const net::Endpoint& peer, const util::Clock& clock,
                                        const std::stop_token& stop,
                                        const std::function<void(chain::Transaction)>& handle,
                                        const PoolDownloadLimits& limits = {});

}  // namespace chaincore::sync
