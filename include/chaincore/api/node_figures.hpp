// SPDX-License-Identifier: MIT
// What the node counts and measures, for /metrics, and whether it is well, for /health and /ready. Plain values.
#pragma once

#include "chaincore/util/histogram.hpp"

#include <cstdint>
#include <string>

namespace chaincore::api {

struct ChainFigures {
    double tip_time = 0;  // the tip's own timestamp, seconds since the Unix epoch; 0 before the genesis
    // Connected since the start, by who brought the block on whose arrival they were.
    std::uint64_t blocks_of_miners = 0;
    std::uint64_t blocks_of_peers = 0;
    std::uint64_t fetched_blocks = 0;
    util::HistogramCounts reorgs;  // by the number of blocks that were left behind
    std::uint64_t orphans = 0;     // that wait for their parents
};

// Bytes are of this moment, counts since the start (docs/storage.md).
struct StoreReport {
    bool has_failed = false;
    std::uint64_t file_bytes = 0;
    std::uint64_t free_bytes = 0;  // that may still be written on that file system
    std::uint64_t tables = 0;
    std::uint64_t block_cache_bytes = 0;
    std::uint64_t block_cache_capacity = 0;
    std::uint64_t write_buffer_bytes = 0;
    std::uint64_t pending_compaction_bytes = 0;
    std::uint64_t running_compactions = 0;
    std::uint64_t background_errors = 0;
    std::uint64_t write_slowdowns = 0;
    std::uint64_t write_stops = 0;
    bool are_writes_stopped = false;
};

struct ProcessFigures {
    double cpu_seconds = 0;  // of all its threads, user and system
    double start_time = 0;   // seconds since the Unix epoch
    std::uint64_t resident_bytes = 0;
    std::uint64_t virtual_bytes = 0;
    std::uint64_t open_files = 0;
    std::uint64_t most_files = 0;
    std::uint64_t threads = 0;
};

// Of miners that are not this node's own, since the start (MiningReport has its own).
struct HandedInBlocks {
    std::uint64_t accepted = 0;
    std::uint64_t stale = 0;  // another one was first
    std::uint64_t refused = 0;
};

struct NodeFigures {
    ChainFigures chain;
    HandedInBlocks handed_in;
    std::uint64_t pool_bytes = 0;
    StoreReport store;
    ProcessFigures process;
};

// Whether something is as it should be.
struct Condition {
    std::string state;   // a word; the routes say which
    std::string reason;  // a sentence; empty: all is well
};

}  // namespace chaincore::api
