// SPDX-License-Identifier: MIT
#include "node/followers.hpp"

#include "chaincore/chain/in_quotes.hpp"
#include "chaincore/util/counted.hpp"

#include <fmt/core.h>

namespace chaincore::node {

// Peers get a block before they can see in /status that we are longer: they would fetch all that we have.
void Followers::on_committed(const state::ChainChange& change) {
    mempool_.on_change(change);
    peering_.on_committed(change);
}

void Followers::on_published(const state::ChainChange& change) {
    mining_.wake();
    reorgs_.note(change);
    const storage::BlockRecord& block = change.tip->block;
    const std::string tip = fmt::format("the tip is block {}, {}", block.height, block.hash.to_hex());
    const std::string left = util::counted(change.disconnected, "block");
    if (change.has_new_genesis)
        log_.warn(fmt::format("a longer chain with another genesis has replaced ours ({}): {}", left, tip));
    else if (change.is_reorg())
        log_.info(fmt::format("another branch is the best chain now ({} left behind): {}", left, tip));
    else if (!change.connected.empty() && change.connected.back().origin == state::BlockOrigin::peer)
        log_.info(fmt::format("new tip: block {}, {}, mined for {}", block.height, block.hash.to_hex(),
                              chain::in_quotes(block.miner)));
    else
        log_.debug(tip);
}

}  // namespace chaincore::node
