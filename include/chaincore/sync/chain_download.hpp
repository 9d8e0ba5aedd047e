// SPDX-License-Identifier: MIT
// Fetches what a plan says and connects it while it arrives: headers first where the peer has them, then their blocks
// from several peers; else the whole chain. Memory does not grow with the chain, but for 32 bytes a header
// (docs/protocol.md, "Fetching chains"). One thread.
#pragma once

#include "chaincore/crypto/hash256.hpp"
#include "chaincore/net/peer_client.hpp"
#include "chaincore/state/chain_thread.hpp"
#include "chaincore/sync/download_fault.hpp"
#include "chaincore/sync/download_options.hpp"
#include "chaincore/sync/fetch_flow.hpp"
#include "chaincore/sync/sync_plan.hpp"
#include "chaincore/util/clock.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace chaincore::sync {

// Somebody who helped, and failed.
struct HelperFault {
    net::Endpoint peer;
    DownloadFault fault;
};

struct DownloadReport {
    std::uint64_t accepted = 0;  // blocks that are new; they stay, whatever came after them
    std::optional<DownloadFault> fault;
    std::vector<HelperFault> helpers = {};
    // The peer's chain does not have the block that the operator vouches for, nor have we.
    bool lacks_assumed_block = false;
};

class ChainDownload {
public:
    // client, chain and clock must outlive it.
    ChainDownload(net::PeerClient& client, state::ChainThread& chain, const util::Clock& clock,
                  DownloadOptions options = {});
    ~ChainDownload();

    // Once.
    DownloadReport run(const SyncPlan& plan);

    // Any thread.
    const FetchFlow& flow() const;
    // The block is one of those that it is fetching now.
    bool is_bringing(std::uint64_t height, const crypto::Hash256& hash) const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace chaincore::sync
