// SPDX-License-Identifier: MIT
// Fetches what a plan says and connects it while it arrives: the answer is cut into blocks, each is read, checked and
// handed to the chain thread; memory does not grow with the chain (docs/protocol.md, "Fetching chains"). One thread.
#pragma once

#include "chaincore/net/peer_client.hpp"
#include "chaincore/state/chain_thread.hpp"
#include "chaincore/sync/block_feed.hpp"
#include "chaincore/sync/fetch_flow.hpp"
#include "chaincore/sync/sync_plan.hpp"
#include "chaincore/util/clock.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>

namespace chaincore::sync {

// No answer, a slow or broken one, or fewer blocks than it claims.
struct PeerFailed {
    std::string message;
    net::Misdeed misdeed = net::Misdeed::none;  // that the client has not noted already
};
// It has no GET /blocks/range: its chain can be had whole only.
struct NoRanges {};
using DownloadFault = std::variant<PeerFailed, NoRanges, BlockRefused, NodeBusy>;

// What is done with each block of an answer; a fault ends the reading. bytes: of its text.
using BlockHandler =
    std::function<std::optional<DownloadFault>(chain::Block block, std::uint64_t height, std::size_t bytes)>;

struct DownloadReport {
    std::uint64_t accepted = 0;  // blocks that are new; they stay, whatever came after them
    std::optional<DownloadFault> fault;
};

struct DownloadLimits {
    // Of each answer; its stop ends the download. The bytes of a window count twice: of the answer, and of the blocks
    // in it as they are written canonically, so that padding buys no time.
    net::StreamLimits stream = {};
    // How long a peer may send what we have already, or nothing of use. What we take for ourselves does not count.
    std::chrono::milliseconds patience{180'000};
    // How many downloads there are at once; must outlive it.
    const std::atomic<std::size_t>* downloads = nullptr;
};

class ChainDownload {
public:
    // Hears the height of each block that has arrived, known ones, too.
    using Progress = std::function<void(std::uint64_t height)>;

    // client, chain and clock must outlive it.
    ChainDownload(net::PeerClient& client, state::ChainThread& chain, const util::Clock& clock,
                  DownloadLimits limits = {}, Progress progress = {});

    // Once.
    DownloadReport run(const SyncPlan& plan);
    // Any thread.
    const FetchFlow& flow() const { return flow_; }

private:
    // One answer that holds a list of blocks.
    struct ListRequest {
        std::string path;
        std::string list_key;
        std::uint64_t first_height = 0;
    };
    struct ListAnswer {
        int status = 0;
        std::uint64_t count = 0;
    };
    std::optional<DownloadFault> fetch_whole_chain();
    std::optional<DownloadFault> fetch_ranges();
    // The height of the last block that both chains have; none: not even the genesis.
    Result<std::optional<std::uint64_t>, DownloadFault> find_fork();
    Result<std::string, DownloadFault> fetch_hash(std::uint64_t height);
    // How many blocks came, one at least.
    Result<std::uint64_t, DownloadFault> fetch_range(std::uint64_t first, std::uint64_t last,
                                                     const BlockHandler& handle);
    Result<ListAnswer, DownloadFault> fetch_list(const ListRequest& request, const BlockHandler& handle);

    BlockHandler taking();
    std::optional<DownloadFault> take(chain::Block block, std::uint64_t height);
    std::optional<FeedFault> feed(chain::Block block, std::uint64_t height, std::size_t bytes);
    // Why the peer has had its time; none while it has not.
    std::optional<std::string> slowness() const;
    void note_useful(std::size_t bytes);
    bool is_ours(std::uint64_t height, const std::string& hash) const;
    DownloadFault fault_of(const FeedFault& fault) const;
    PeerFailed failed(const std::string& how, net::Misdeed misdeed = net::Misdeed::none) const;
    PeerFailed too_few(std::uint64_t count) const;

    net::PeerClient& client_;
    state::ChainThread& chain_;
    const util::Clock& clock_;
    const DownloadLimits limits_;
    const Progress progress_;
    SyncPlan plan_;
    std::shared_ptr<const state::Tip> tip_;          // ours when it began, as long as it is of use
    std::chrono::steady_clock::time_point news_at_;  // when the last block came that we did not have
    // The window of what is useful: time spent reading, and the blocks that came in it.
    std::chrono::steady_clock::duration read_for_{0};
    std::size_t useful_bytes_ = 0;
    bool has_begun_ = false;  // a block has come
    FetchFlow flow_;
    BlockFeed feed_;
};

}  // namespace chaincore::sync
