// SPDX-License-Identifier: MIT
// Takes the blocks whose headers are known, in ranges, from one peer or from several at once, and hands them on in
// order. A block that is another one than its header says is not handed on. The thread that runs it, and one more for
// each peer.
#pragma once

#include "chaincore/net/peer_client.hpp"
#include "chaincore/sync/download_fault.hpp"
#include "chaincore/sync/download_options.hpp"
#include "chaincore/util/clock.hpp"
#include "sync/header_chain.hpp"
#include "sync/intake.hpp"
#include "sync/range_board.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <stop_token>
#include <thread>
#include <vector>

namespace chaincore::sync {

// What became of one of the peers.
struct RangePeer {
    net::Endpoint endpoint;
    std::optional<DownloadFault> fault;
};

class RangeDownload {
public:
    // All of these must outlive it. peers: whose headers they are comes first; the others may have another chain, which
    // is no fault of theirs.
    RangeDownload(net::PeerClient& client, const util::Clock& clock, const chain::NetworkParams& params,
                  const DownloadOptions& options, const HeaderChain& headers, Intake& intake,
                  std::vector<net::Endpoint> peers);

    // Once. How the peers fared, in their order: a block that a rule refuses is the fault of whoever brought it. A
    // false signature, which no hash shows, ends the download even so: the first peer's fault is NodeBusy then.
    std::vector<RangePeer> run();

private:
    class Fetcher;

    void start(std::vector<std::jthread>& threads, Fetcher& fetcher, std::size_t number);
    std::optional<FeedFault> hand_on();
    bool hand_on(DeliveredRange range);
    void forgive_stopped();
    void blame(const FeedFault& fault);

    net::PeerClient& client_;
    const util::Clock& clock_;
    const chain::NetworkParams& params_;
    const std::stop_token caller_stop_;
    DownloadOptions options_;  // with a stop of its own
    const HeaderChain& headers_;
    Intake& intake_;
    std::vector<RangePeer> peers_;
    std::stop_source stop_;
    RangeBoard board_;
    std::map<std::uint64_t, std::size_t> brought_by_;  // the first height of a range to the peer's number
};

}  // namespace chaincore::sync
