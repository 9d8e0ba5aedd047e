// SPDX-License-Identifier: MIT
// Hands what a download brings to the chain thread, and notes how it flows. One thread.
#pragma once

#include "chaincore/state/chain_thread.hpp"
#include "chaincore/sync/block_feed.hpp"
#include "chaincore/sync/download_options.hpp"
#include "chaincore/sync/fetch_flow.hpp"
#include "chaincore/util/clock.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace chaincore::sync {

class Intake {
public:
    // All of these must outlive it.
    Intake(state::ChainThread& chain, const util::Clock& clock, const DownloadOptions& options, FetchFlow& flow)
        : clock_(clock), options_(options), flow_(flow), feed_(chain, options.stream.stop, options.downloads) {}

    // As BlockFeed::add.
    std::optional<FeedFault> take(chain::SharedBlock block, std::uint64_t height, std::size_t bytes);
    // As BlockFeed::finish.
    std::optional<FeedFault> finish();

    std::uint64_t accepted() const { return feed_.accepted(); }

private:
    const util::Clock& clock_;
    const DownloadOptions& options_;
    FetchFlow& flow_;
    BlockFeed feed_;
};

}  // namespace chaincore::sync
