// SPDX-License-Identifier: MIT
// Finds where a peer's chain leaves ours, and takes its headers from there on, in legs. One thread.
#pragma once

#include "chaincore/chain/params.hpp"
#include "chaincore/sync/sync_plan.hpp"
#include "sync/header_chain.hpp"
#include "sync/header_text.hpp"
#include "sync/list_fetch.hpp"
#include "sync/our_chain.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace chaincore::sync {

class HeaderDownload {
public:
    // All of these must outlive it. on_news: hears of every header that is not ours, and what it weighs.
    HeaderDownload(ListFetch& fetch, OurChain& ours, const chain::NetworkParams& params, const Claim& claim,
                   const std::function<void(std::size_t bytes)>& on_news)
        : fetch_(fetch), ours_(ours), params_(params), claim_(claim), on_news_(on_news) {}

    // The next ones, until they are enough or the peer has no more; empty where it had all that it claims. What comes
    // before a fault counts: the fault is what the next call returns.
    Result<HeaderChain, DownloadFault> next_leg(const std::function<bool(const HeaderChain& leg)>& is_enough);
    const std::optional<DownloadFault>& fault() const { return fault_; }

private:
    using Verdict = Result<net::Reception, DownloadFault>;
    using Handler = std::function<Verdict(const ClaimedHeader& claimed)>;

    std::optional<DownloadFault> find_fork();
    Result<std::string, DownloadFault> fetch_hash(std::uint64_t height);
    std::optional<DownloadFault> fetch_page();
    std::optional<DownloadFault> fetch_headers(const std::string& path, std::uint64_t first, const Handler& handle);
    Verdict take(const ClaimedHeader& claimed, std::uint64_t page_begin, std::uint64_t page_end);
    bool is_ours(const ClaimedHeader& claimed) const;
    std::optional<DownloadFault> append(const ClaimedHeader& claimed, bool is_first_of_page);
    std::optional<DownloadFault> leave_ours();
    std::uint64_t next_height() const;
    bool tells_all_at_once() const { return claim_.dialect == net::Dialect::b; }

    ListFetch& fetch_;
    OurChain& ours_;
    const chain::NetworkParams& params_;
    const Claim& claim_;
    const std::function<void(std::size_t bytes)>& on_news_;
    bool has_looked_ = false;            // for the fork
    std::optional<std::uint64_t> fork_;  // the last block that both chains have, as far as is known
    std::optional<HeaderChain> leg_;     // behind what is ours and what was told before
    std::optional<DownloadFault> fault_;
};

}  // namespace chaincore::sync
