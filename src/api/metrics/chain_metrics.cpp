// SPDX-License-Identifier: MIT
#include "api/metrics/metrics.hpp"

#include <cstdlib>

namespace chaincore::api {
namespace {

// A double holds it to 16 digits, which is what Prometheus has.
double number_of_hex(const std::string& digits) { return std::strtod(("0x" + digits).c_str(), nullptr); }

void write_tip(MetricsText& text, const StatusReport& status, const ChainFigures& chain) {
    text.gauge("chaincore_chain_height", "Height of the best chain's last block.",
               static_cast<double>(status.blockchain_length - 1));
    text.gauge("chaincore_chain_work", "Work of the best chain, which fork choice compares.",
               number_of_hex(status.chain_work));
    text.gauge("chaincore_tip_timestamp_seconds", "Time that the best chain's last block says it was made at.",
               chain.tip_time);
    text.gauge("chaincore_tip_age_seconds", "How long ago that is by this node's clock; negative where it is to come.",
               status.now - chain.tip_time);
}

}  // namespace

void write_chain_metrics(MetricsText& text, const StatusReport& status, const NodeStats& stats,
                         const NodeFigures& figures) {
    text.gauge("chaincore_build_info", "The program that runs.", {{{{"version", status.version}}, 1}});
    text.gauge("chaincore_uptime_seconds", "How long the node has been up.", status.uptime_seconds);
    text.gauge("chaincore_ready", "Whether the node takes blocks and transactions.", status.state == "ready" ? 1 : 0);
    text.gauge("chaincore_chain_length_blocks", "Blocks of the best chain.",
               static_cast<double>(status.blockchain_length));
    if (status.blockchain_length > 0) write_tip(text, status, figures.chain);
    text.gauge("chaincore_target_difficulty", "Difficulty that the next block must have.",
               static_cast<double>(status.target_difficulty));
    text.gauge("chaincore_refused_chain", "Whether peers follow a chain that breaks a rule.",
               status.refused_chain ? 1 : 0);
    text.counter("chaincore_blocks_connected_total", "Blocks that joined the best chain, by who brought them.",
                 {{{{"source", "miner"}}, static_cast<double>(figures.chain.blocks_of_miners)},
                  {{{"source", "peer"}}, static_cast<double>(figures.chain.blocks_of_peers)},
                  {{{"source", "sync"}}, static_cast<double>(figures.chain.fetched_blocks)}});
    text.counter("chaincore_transactions_connected_total", "Transactions in those blocks, coinbases too.",
                 static_cast<double>(stats.connected_transactions));
    text.histogram("chaincore_reorg_depth_blocks", "Blocks that each change to another branch left behind.",
                   {{{}, figures.chain.reorgs}});
    text.gauge("chaincore_unspent_coins", "Outputs that nobody has spent.", static_cast<double>(stats.coins));
    text.gauge("chaincore_orphan_blocks", "Blocks that wait for their parents.",
               static_cast<double>(figures.chain.orphans));
    text.gauge("chaincore_mempool_transactions", "Transactions that wait for a block.",
               static_cast<double>(status.pending_transactions));
    text.gauge("chaincore_mempool_bytes", "Size of those transactions.", static_cast<double>(figures.pool_bytes));
}

}  // namespace chaincore::api
