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
    // All of these must outlive it.
    HeaderDownload(ListFetch& fetch, const OurChain& ours, const chain::NetworkParams& params, const Claim& claim)
        : fetch_(fetch), ours_(ours), params_(params), claim_(claim) {}

    // The next ones, until they are enough or the peer has no more; empty where it had all that it claims. What comes
    // before a fault counts: the fault is what the next call returns.
    Result<HeaderChain, DownloadFault> next_leg(const std::function<bool(const HeaderChain& leg)>& is_enough);
    const std::optional<DownloadFault>& fault() const { return fault_; }

private:
    using Handler = std::function<std::optional<DownloadFault>(const ClaimedHeader& claimed)>;

    std::optional<DownloadFault> find_fork();
    Result<std::string, DownloadFault> fetch_hash(std::uint64_t height);
    std::optional<DownloadFault> fetch_page();
    std::optional<DownloadFault> fetch_headers(const std::string& path, const Handler& handle);
    std::optional<DownloadFault> take(const ClaimedHeader& claimed);
    std::optional<DownloadFault> leave_ours();
    std::uint64_t next_height() const;
    std::string page_path() const;

    ListFetch& fetch_;
    const OurChain& ours_;
    const chain::NetworkParams& params_;
    const Claim& claim_;
    bool has_looked_ = false;            // for the fork
    std::optional<std::uint64_t> fork_;  // the last block that both chains have, as far as is known
    std::optional<HeaderChain> leg_;     // from the first block that is not ours
    std::optional<DownloadFault> fault_;
};

}  // namespace chaincore::sync
