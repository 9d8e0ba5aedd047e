// SPDX-License-Identifier: MIT
#include "chaincore/sync/chain_download.hpp"

#include "chaincore/util/published.hpp"
#include "sync/header_download.hpp"
#include "sync/intake.hpp"
#include "sync/list_fetch.hpp"
#include "sync/our_chain.hpp"
#include "sync/range_download.hpp"
#include "sync/vouching.hpp"
#include "sync/whole_download.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace chaincore::sync {
namespace {

// Headers that are known before their blocks are fetched: enough for several peers to share, few enough that a first
// block comes soon.
constexpr std::size_t kLegHeaders = 20'000;

}  // namespace

class ChainDownload::Impl {
public:
    Impl(net::PeerClient& client, state::ChainThread& chain, const util::Clock& clock, DownloadOptions options)
        : client_(client),
          chain_(chain),
          clock_(clock),
          options_(std::move(options)),
          ours_(chain.tip()),
          vouching_(chain, ours_, options_.assumed_valid),
          intake_(chain, clock, options_) {}

    DownloadReport run(const SyncPlan& plan) {
        plan_ = plan;
        ListFetch fetch(client_, clock_, options_, plan_.claim.peer);
        auto fault = plan_.method == FetchMethod::ranges ? fetch_ranges(fetch) : fetch_whole_chain(fetch);
        return {intake_.accepted(), std::move(fault), std::move(helper_faults_), vouching_.is_open()};
    }

    const FetchFlow& flow() const { return intake_.flow(); }

    bool is_bringing(std::uint64_t height, const crypto::Hash256& hash) const {
        const auto leg = leg_.get();
        return leg && leg->has(height, hash);
    }

private:
    std::optional<DownloadFault> fetch_whole_chain(ListFetch& fetch) {
        auto fault = WholeDownload(fetch, chain_, ours_, vouching_, intake_, plan_.claim, options_.most_kept).run();
        // What came before a fault counts; a block that was refused on its way says more than how the answer ended.
        if (const auto late = intake_.finish()) fault = fault_of(*late);
        return fault;
    }

    std::optional<DownloadFault> fetch_ranges(ListFetch& fetch) {
        HeaderDownload headers(fetch, ours_, chain_.params(), plan_.claim);
        while (true) {
            auto leg = headers.next_leg([this](const HeaderChain& leg_so_far) { return is_enough(leg_so_far); });
            if (!leg) return leg.error();
            vouching_.look_at(*leg);
            if (leg->is_empty()) return headers.fault();
            if (!has_more_work(*leg)) return headers.fault() ? headers.fault() : falseness(fetch, *leg);
            if (options_.is_under_way && options_.is_under_way(leg->first(), leg->hashes().front())) return UnderWay{};
            ours_.release();
            if (auto fault = fetch_blocks(*std::move(leg))) return fault;
        }
    }

    // All of its headers are here, and not worth fetching the blocks for: is that what it claimed?
    std::optional<DownloadFault> falseness(const ListFetch& fetch, const HeaderChain& headers) const {
        const std::string work = to_hex(headers.work());
        if (plan_.claim.work <= work) return std::nullopt;
        return fetch.failed(fmt::format("its headers show a work of {}, but it claims {}", work, plan_.claim.work),
                            net::Misdeed::false_claim);
    }

    bool is_enough(const HeaderChain& leg) {
        vouching_.look_at(leg);
        return leg.size() >= kLegHeaders && has_more_work(leg) && !vouching_.is_open();
    }

    bool has_more_work(const HeaderChain& leg) const {
        const auto tip = chain_.tip();
        return !tip || leg.work() > tip->block.work;
    }

    std::optional<DownloadFault> fetch_blocks(HeaderChain headers) {
        const auto leg = std::make_shared<const HeaderChain>(std::move(headers));
        leg_.set(leg);
        RangeDownload ranges(client_, clock_, options_, *leg, intake_, peers());
        std::vector<RangePeer> peers = ranges.run();
        leg_.set(nullptr);
        std::for_each(peers.begin() + 1, peers.end(), [this](const RangePeer& helper) { note(helper); });
        return peers.front().fault;
    }

    std::vector<net::Endpoint> peers() const {
        std::vector<net::Endpoint> peers{plan_.claim.peer};
        peers.insert(peers.end(), plan_.helpers.begin(), plan_.helpers.end());
        return peers;
    }

    void note(const RangePeer& helper) {
        if (!helper.fault) return;
        std::erase(plan_.helpers, helper.endpoint);
        helper_faults_.push_back({helper.endpoint, *helper.fault});
    }

    net::PeerClient& client_;
    state::ChainThread& chain_;
    const util::Clock& clock_;
    const DownloadOptions options_;
    SyncPlan plan_;
    OurChain ours_;
    Vouching vouching_;
    Intake intake_;
    std::vector<HelperFault> helper_faults_;
    util::Published<HeaderChain> leg_;  // whose blocks are fetched now
};

ChainDownload::ChainDownload(net::PeerClient& client, state::ChainThread& chain, const util::Clock& clock,
                             DownloadOptions options)
    : impl_(std::make_unique<Impl>(client, chain, clock, std::move(options))) {}
ChainDownload::~ChainDownload() = default;

DownloadReport ChainDownload::run(const SyncPlan& plan) { return impl_->run(plan); }
const FetchFlow& ChainDownload::flow() const { return impl_->flow(); }

bool ChainDownload::is_bringing(std::uint64_t height, const crypto::Hash256& hash) const {
    return impl_->is_bringing(height, hash);
}

}  // namespace chaincore::sync
