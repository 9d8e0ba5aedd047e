// SPDX-License-Identifier: MIT
// Takes a chain that can be had whole only, in one answer from block 0 on. What builds on our tip is handed on as it
// comes. A branch that leaves our chain earlier is weighed first: none of its blocks is handed on before they have more
// work than ours; where it is too long to be kept meanwhile, it is asked for a second time. So it is, too, where the
// operator vouches for a block that is not known yet. One thread.
#pragma once

#include "chaincore/chain/params.hpp"
#include "chaincore/sync/download_options.hpp"
#include "chaincore/sync/sync_plan.hpp"
#include "sync/block_slices.hpp"
#include "sync/header_chain.hpp"
#include "sync/intake.hpp"
#include "sync/list_fetch.hpp"
#include "sync/our_chain.hpp"
#include "sync/vouching.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace chaincore::sync {

class WholeDownload {
public:
    // All of these must outlive it.
    WholeDownload(ListFetch& fetch, state::ChainThread& chain, OurChain& ours, Vouching& vouching, Intake& intake,
                  const Claim& claim, std::size_t most_kept)
        : fetch_(fetch),
          chain_(chain),
          ours_(ours),
          vouching_(vouching),
          intake_(intake),
          claim_(claim),
          most_kept_(most_kept) {}

    // Once.
    std::optional<DownloadFault> run();

private:
    enum class State : std::uint8_t {
        comparing,  // all blocks so far are ours
        weighing,   // they are no longer, and not worth it yet
        skipping,   // up to where the weighed branch begins
        taking,
    };
    using Verdict = Result<net::Reception, DownloadFault>;

    std::optional<DownloadFault> fetch();
    std::optional<DownloadFault> take_what_was_weighed();
    std::optional<DownloadFault> fetch_once();
    Result<ListFetch::Answer, DownloadFault> fetch_from(const std::string& path);
    Verdict handle(chain::Block block, std::uint64_t height, std::size_t bytes);
    std::optional<DownloadFault> leave_ours(std::uint64_t height);
    Verdict weigh(chain::Block block, std::size_t bytes);
    void keep(chain::Block block, std::size_t bytes);
    Verdict take_kept();
    Verdict take(chain::SharedBlock block, std::uint64_t height, std::size_t bytes);

    ListFetch& fetch_;
    state::ChainThread& chain_;
    OurChain& ours_;
    Vouching& vouching_;
    Intake& intake_;
    const Claim& claim_;
    const std::size_t most_kept_;  // bytes
    State state_ = State::comparing;
    std::string previous_ = std::string(chain::kZeroHash);  // what the next block must build on
    std::optional<HeaderChain> branch_;                     // what was weighed
    std::vector<SizedBlock> kept_;                          // its blocks, while they are few
    std::size_t kept_bytes_ = 0;
    bool keeps_ = true;
    std::optional<DownloadFault> broken_;  // where what was weighed broke a rule: what comes before counts
};

}  // namespace chaincore::sync
