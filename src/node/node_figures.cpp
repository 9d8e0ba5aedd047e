// SPDX-License-Identifier: MIT
#include "node/node_figures.hpp"

namespace chaincore::node {

using state::BlockOrigin;

api::ChainFigures figures_of(const state::ChainThread& chain) {
    const auto tip = chain.tip();
    api::ChainFigures figures;
    figures.tip_time = tip ? tip->block.timestamp.to_double() : 0;
    figures.blocks_of_miners = chain.figures().blocks(BlockOrigin::miner);
    figures.blocks_of_peers = chain.figures().blocks(BlockOrigin::peer);
    figures.fetched_blocks = chain.figures().blocks(BlockOrigin::sync);
    figures.reorgs = chain.figures().reorgs();
    figures.orphans = chain.orphans()->size();
    return figures;
}

api::StoreReport report_of(const storage::StoreFigures& store, bool has_failed) {
    api::StoreReport report;
    report.has_failed = has_failed;
    report.file_bytes = store.file_bytes;
    report.free_bytes = store.free_bytes;
    report.tables = store.tables;
    report.block_cache_bytes = store.block_cache_bytes;
    report.block_cache_capacity = store.block_cache_capacity;
    report.write_buffer_bytes = store.write_buffer_bytes;
    report.pending_compaction_bytes = store.pending_compaction_bytes;
    report.running_compactions = store.running_compactions;
    report.background_errors = store.background_errors;
    report.write_slowdowns = store.write_slowdowns;
    report.write_stops = store.write_stops;
    report.are_writes_stopped = store.are_writes_stopped;
    return report;
}

}  // namespace chaincore::node
