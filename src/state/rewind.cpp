// SPDX-License-Identifier: MIT
#include "chaincore/state/rewind.hpp"

#include "chaincore/state/block_index.hpp"
#include "chaincore/state/connected_chain.hpp"

#include <string>
#include <vector>

namespace chaincore::state {
namespace {

const IndexedBlock* block_at(const ConnectedChain& chain, std::uint64_t height) {
    const IndexedBlock* at = chain.tip();
    while (at->record.height > height) at = at->parent;
    return at;
}

// Beside the best chain: with one of them there, the next start would leave the new tip.
std::vector<crypto::Hash256> rivals_of(const IndexedBlock& tip, const BlockIndex& index, const ConnectedChain& chain) {
    std::vector<crypto::Hash256> rivals;
    for (const IndexedBlock* block : index.all()) {
        const bool is_above = block->record.height > tip.record.height || block->record.work > tip.record.work;
        if (is_above && !chain.contains(*block)) rivals.push_back(block->record.hash);
    }
    return rivals;
}

Result<std::uint64_t, Error> disconnect_to(const IndexedBlock& tip, ConnectedChain& chain,
                                           const RewindProgress& progress, const ReorgLimits& limits) {
    std::uint64_t count = 0;
    const std::uint64_t total = chain.length() - tip.record.height - 1;
    while (chain.tip() != &tip) {
        const crypto::Hash256 hash = chain.tip()->record.hash;
        if (auto done = chain.disconnect_tip(); !done) return fail(done.error());
        chain.forget_blocks({hash});
        progress({.blocks = ++count, .total_blocks = total});
        if (chain.pending_moves() < limits.step_blocks && chain.pending_bytes() < limits.step_bytes) continue;
        if (auto written = chain.write(nullptr); !written) return fail(written.error());
    }
    if (auto written = chain.write(nullptr); !written) return fail(written.error());
    return count;
}

}  // namespace

Result<std::uint64_t, Error> rewind_store(storage::ChainDatabase& database, const chain::NetworkParams& params,
                                          std::uint64_t height, const util::Clock& clock, util::Log& log,
                                          const RewindProgress& progress, ReorgLimits limits) {
    // It finishes what was interrupted.
    if (const auto state = ChainState::open(database, params, clock, log, limits); !state) return fail(state.error());
    BlockIndex index;
    if (auto loaded = load_index(*database.snapshot(), index); !loaded) return fail(loaded.error());
    ConnectedChain chain(database);
    if (auto loaded = chain.load(index); !loaded) return fail(loaded.error());
    if (chain.length() <= height)
        return fail(Error{"the chain has " + std::to_string(chain.length()) + " blocks: there is none of height " +
                          std::to_string(height) + " to go back to"});
    const IndexedBlock& tip = *block_at(chain, height);
    chain.forget_blocks(rivals_of(tip, index, chain));
    // Before the first step down: from then on they could be the better ones.
    if (auto written = chain.write(nullptr); !written) return fail(written.error());
    return disconnect_to(tip, chain, progress, limits);
}

}  // namespace chaincore::state
