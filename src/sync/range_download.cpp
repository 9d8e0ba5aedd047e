// SPDX-License-Identifier: MIT
#include "sync/range_download.hpp"

#include "chaincore/consensus/check_block.hpp"
#include "sync/block_slices.hpp"
#include "sync/list_fetch.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <memory>
#include <stop_token>
#include <system_error>
#include <thread>
#include <utility>

namespace chaincore::sync {
namespace {

using std::uint64_t;

// What one answer brings: enough to hide the way there and back, little enough that several wait in memory.
constexpr std::size_t kRangeBytes = std::size_t{1} << 20;
constexpr uint64_t kMostBlocks = 500;
constexpr uint64_t kFirstBlocks = 100;

std::string path_of(const HeightRange& range) {
    return fmt::format("/blocks/range?start={}&end={}", range.first, range.last);
}

}  // namespace

// One peer's part: a thread of its own.
class RangeDownload::Fetcher {
public:
    Fetcher(RangeDownload& download, std::size_t number)
        : download_(download),
          number_(number),
          fetch_(download.client_, download.clock_, download.options_, download.peers_[number].endpoint) {}

    void run() {
        const std::stop_token stop = download_.stop_.get_token();
        while (!fault_) {
            const auto range = download_.board_.take(number_, blocks_at_once_, stop);
            if (!range) break;
            fault_ = fetch(*range);
            note_sizes();
            download_.board_.deliver(*range, std::exchange(blocks_, {}), number_);
        }
        download_.peers_[number_].fault = fault_;
        download_.board_.leave();
    }

private:
    std::optional<DownloadFault> fetch(const HeightRange& range) {
        bytes_ = 0;
        const BlockHandler handle = [&](chain::Block block, uint64_t height, std::size_t bytes) {
            return keep(std::move(block), height, bytes, range.last);
        };
        BlockSlices slices(range.first, handle);
        const auto answer = fetch_.fetch({ListKind::blocks, path_of(range), "blocks", range.first},
                                         [&](std::string_view slice) { return slices.take(slice); });
        if (!answer) return answer.error();
        if (answer->status == 404 && is_lead()) return NoRanges{};
        if (answer->status != 200)
            return not_as_told(fetch_.failed(fmt::format("answered {} when asked for blocks", answer->status)));
        if (blocks_.empty()) return not_as_told(fetch_.too_few(range.first, download_.headers_.end()));
        return std::nullopt;
    }

    Result<net::Reception, DownloadFault> keep(chain::Block block, uint64_t height, std::size_t bytes, uint64_t last) {
        const auto hash = crypto::Hash256::from_hex(block.hash);
        if (!hash || !download_.headers_.has(height, *hash)) return fail(not_as_told(chain_changed_at(height)));
        auto written = chain::write_out(std::move(block));
        // What is wrong with it must not end the whole download of somebody else's chain.
        if (!is_lead())
            if (auto verdict = consensus::check_block(*written, download_.params_); !verdict)
                return fail(DownloadFault{BlockRefused{height, verdict.error()}});
        fetch_.note_useful(written->text.size());
        fetch_.note_news();
        bytes_ += bytes;
        blocks_.push_back({std::move(written), bytes});
        return height >= last || bytes_ >= kRangeBytes ? net::Reception::enough : net::Reception::flowing;
    }

    bool is_lead() const { return number_ == 0; }

    // The headers are the lead's: who has no such block, and is not the lead, simply leaves.
    DownloadFault not_as_told(PeerFailed failed) const {
        if (is_lead()) return failed;
        return NodeBusy{};
    }

    void note_sizes() {
        if (blocks_.empty()) return;
        const std::size_t average = std::max<std::size_t>(bytes_ / blocks_.size(), 1);
        blocks_at_once_ = std::clamp<uint64_t>(kRangeBytes / average, 1, kMostBlocks);
    }

    RangeDownload& download_;
    const std::size_t number_;
    ListFetch fetch_;
    uint64_t blocks_at_once_ = kFirstBlocks;
    std::vector<SizedBlock> blocks_;
    std::size_t bytes_ = 0;
    std::optional<DownloadFault> fault_;
};

RangeDownload::RangeDownload(net::PeerClient& client, const util::Clock& clock, const chain::NetworkParams& params,
                             const DownloadOptions& options, const HeaderChain& headers, Intake& intake,
                             std::vector<net::Endpoint> peers)
    : client_(client),
      clock_(clock),
      params_(params),
      caller_stop_(options.stream.stop),
      options_(options),
      headers_(headers),
      intake_(intake),
      board_({headers.first(), headers.end() - 1}, peers.size(), clock) {
    for (net::Endpoint& peer : peers) peers_.push_back({std::move(peer), std::nullopt});
    options_.stream.stop = stop_.get_token();
}

std::vector<RangePeer> RangeDownload::run() {
    const std::stop_callback pass_on(caller_stop_, [this] { stop_.request_stop(); });
    std::optional<FeedFault> fault;
    {
        std::vector<std::unique_ptr<Fetcher>> fetchers;
        std::vector<std::jthread> threads;
        for (std::size_t number = 0; number < peers_.size(); ++number) {
            fetchers.push_back(std::make_unique<Fetcher>(*this, number));
            start(threads, *fetchers.back(), number);
        }
        fault = hand_on();
        stop_.request_stop();
    }
    forgive_stopped();
    if (fault) blame(*fault);
    return std::move(peers_);
}

void RangeDownload::start(std::vector<std::jthread>& threads, Fetcher& fetcher, std::size_t number) {
    try {
        threads.emplace_back([&fetcher] { fetcher.run(); });
    } catch (const std::system_error&) {
        peers_[number].fault = NodeBusy{};
        board_.leave();
    }
}

// The intake's first fault is what it ends with.
std::optional<FeedFault> RangeDownload::hand_on() {
    while (auto range = board_.next(stop_.get_token()))
        if (!hand_on(*std::move(range))) break;
    return intake_.finish();
}

bool RangeDownload::hand_on(DeliveredRange range) {
    brought_by_[range.first] = range.fetcher;
    uint64_t height = range.first;
    for (SizedBlock& block : range.blocks)
        if (intake_.take(std::move(block.block), height++, block.bytes)) return false;
    return true;
}

// Who was at it when all had come, or when it was over.
void RangeDownload::forgive_stopped() {
    for (RangePeer& peer : peers_)
        if (peer.fault && std::holds_alternative<NodeBusy>(*peer.fault)) peer.fault.reset();
    if (!peers_.front().fault && !board_.has_given_all()) peers_.front().fault = NodeBusy{};
}

// A block that came from somebody else says nothing about whose chain it was: its hash does not cover signatures.
void RangeDownload::blame(const FeedFault& fault) {
    RangePeer& lead = peers_.front();
    const auto* refused = std::get_if<BlockRefused>(&fault);
    if (refused == nullptr) {
        lead.fault = NodeBusy{};
        return;
    }
    const auto behind = brought_by_.upper_bound(refused->height);
    RangePeer& culprit = behind == brought_by_.begin() ? lead : peers_[std::prev(behind)->second];
    if (&culprit != &lead && !lead.fault) lead.fault = NodeBusy{};
    culprit.fault = *refused;
}

}  // namespace chaincore::sync
