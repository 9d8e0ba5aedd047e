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
#include <chrono>
#include <utility>

namespace chaincore::sync {
namespace {

// Headers that are known before their blocks are fetched: enough for several peers to share, few enough that a first
// block comes soon.
constexpr std::size_t kLegHeaders = 20'000;
constexpr std::chrono::seconds kHeadersFlow{30};

}  // namespace

class ChainDownload::Impl {
public:
    Impl(net::PeerClient& client, state::ChainThread& chain, const util::Clock& clock, DownloadOptions options)
        : client_(client),
          chain_(chain),
          clock_(clock),
          options_(std::move(options)),
          flow_(clock.steady_now()),
          vouching_(chain, OurChain(chain.tip()), options_.assumed_valid) {}

    DownloadReport run(const SyncPlan& plan) {
        plan_ = plan;
        auto fault = plan_.method == FetchMethod::ranges ? fetch_ranges() : fetch_whole_chain();
        return {accepted_, std::move(fault), std::move(helper_faults_), vouching_.is_open()};
    }

    const FetchFlow& flow() const { return flow_; }

    bool is_bringing(std::uint64_t height, const crypto::Hash256& hash) const {
        const auto leg = leg_.get();
        return leg && leg->has(height, hash);
    }

private:
    std::optional<DownloadFault> fetch_whole_chain() {
        OurChain ours(chain_.tip());
        ListFetch fetch(client_, clock_, options_, plan_.claim.peer);
        Intake intake(chain_, clock_, options_, flow_);
        auto fault = WholeDownload(fetch, chain_, ours, vouching_, intake, plan_.claim, options_.most_kept).run();
        accepted_ = intake.accepted();
        return fault;
    }

    // Where a helper has spoiled it, once more without any.
    std::optional<DownloadFault> fetch_ranges() {
        auto fault = fetch_ranges_once();
        if (!is_spoiled_) return fault;
        plan_.helpers.clear();
        return fetch_ranges_once();
    }

    std::optional<DownloadFault> fetch_ranges_once() {
        OurChain ours(chain_.tip());
        ListFetch fetch(client_, clock_, options_, plan_.claim.peer);
        Intake intake(chain_, clock_, options_, flow_);
        auto fault = fetch_legs(fetch, ours, intake);
        accepted_ += intake.accepted();
        return fault;
    }

    std::optional<DownloadFault> fetch_legs(ListFetch& fetch, OurChain& ours, Intake& intake) {
        const std::function<void(std::size_t)> on_news = [this](std::size_t bytes) { note_headers(bytes); };
        HeaderDownload headers(fetch, ours, chain_.params(), plan_.claim, on_news);
        while (true) {
            auto leg = headers.next_leg([this](const HeaderChain& leg_so_far) { return is_enough(leg_so_far); });
            if (!leg) return leg.error();
            if (leg->is_empty()) return std::nullopt;
            vouching_.look_at(*leg);
            if (!leg->has_more_work_than(chain_.tip().get()))
                return headers.fault() ? headers.fault() : falseness(fetch, *leg);
            if (options_.is_under_way && options_.is_under_way(leg->first(), leg->hashes().front())) return UnderWay{};
            if (auto fault = fetch_blocks(*std::move(leg), intake)) return fault;
        }
    }

    // They are a flow for a while: what they are worth is not known before they have all come.
    void note_headers(std::size_t bytes) {
        const auto now = clock_.steady_now();
        if (flow_.age(now) < kHeadersFlow) flow_.note_news(bytes, now);
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
        return leg.size() >= kLegHeaders && leg.has_more_work_than(chain_.tip().get()) && !vouching_.is_open();
    }

    std::optional<DownloadFault> fetch_blocks(HeaderChain headers, Intake& intake) {
        const auto leg = std::make_shared<const HeaderChain>(std::move(headers));
        leg_.set(leg);
        std::vector<RangePeer> peers =
            RangeDownload(client_, clock_, chain_.params(), options_, *leg, intake, this->peers()).run();
        leg_.set(nullptr);
        std::for_each(peers.begin() + 1, peers.end(), [this](const RangePeer& helper) { note(helper); });
        const auto& fault = peers.front().fault;
        is_spoiled_ = fault && std::holds_alternative<NodeBusy>(*fault) && has_refused_helper(peers);
        return fault;
    }

    static bool has_refused_helper(const std::vector<RangePeer>& peers) {
        return std::any_of(peers.begin() + 1, peers.end(), [](const RangePeer& helper) {
            return helper.fault && std::holds_alternative<BlockRefused>(*helper.fault);
        });
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
    FetchFlow flow_;
    SyncPlan plan_;
    Vouching vouching_;
    std::uint64_t accepted_ = 0;
    bool is_spoiled_ = false;  // by a helper
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
