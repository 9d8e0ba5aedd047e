// SPDX-License-Identifier: MIT
#include "api/metrics/metrics.hpp"

namespace chaincore::api {

void write_store_metrics(MetricsText& text, const StoreReport& store) {
    text.gauge("chaincore_store_failed", "Whether the store has failed: nothing is taken until a restart.",
               store.has_failed ? 1 : 0);
    text.gauge("chaincore_store_size_bytes", "Size of the store's files.", static_cast<double>(store.file_bytes));
    text.gauge("chaincore_store_free_bytes", "What may still be written on the store's file system.",
               static_cast<double>(store.free_bytes));
    text.gauge("chaincore_store_tables", "RocksDB's table files.", static_cast<double>(store.tables));
    text.gauge("chaincore_store_block_cache_bytes", "What RocksDB's block cache holds.",
               static_cast<double>(store.block_cache_bytes));
    text.gauge("chaincore_store_block_cache_capacity_bytes", "What it may hold.",
               static_cast<double>(store.block_cache_capacity));
    text.gauge("chaincore_store_write_buffer_bytes", "What is in RocksDB's write buffers, besides its log.",
               static_cast<double>(store.write_buffer_bytes));
    text.gauge("chaincore_store_pending_compaction_bytes", "What RocksDB has to merge, by its estimate.",
               static_cast<double>(store.pending_compaction_bytes));
    text.gauge("chaincore_store_running_compactions", "Merges that are under way.",
               static_cast<double>(store.running_compactions));
    text.counter("chaincore_store_background_errors_total", "RocksDB's errors while it wrote or merged tables.",
                 static_cast<double>(store.background_errors));
    text.counter("chaincore_store_write_stalls_total", "How often writes had to wait for merges, by how much.",
                 {{{{"kind", "slowdown"}}, static_cast<double>(store.write_slowdowns)},
                  {{{"kind", "stop"}}, static_cast<double>(store.write_stops)}});
    text.gauge("chaincore_store_writes_stopped", "Whether they wait now.", store.are_writes_stopped ? 1 : 0);
}

}  // namespace chaincore::api
