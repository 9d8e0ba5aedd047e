// SPDX-License-Identifier: MIT
// All that HTTP may ask of the node, in plain structs. The node implements it; any thread of the server calls it, many
// at once.
#pragma once

#include "chaincore/api/chain_view.hpp"
#include "chaincore/api/mining_history.hpp"
#include "chaincore/api/node_figures.hpp"
#include "chaincore/chain/block.hpp"
#include "chaincore/chain/number.hpp"
#include "chaincore/chain/params.hpp"
#include "chaincore/chain/rejection.hpp"
#include "chaincore/chain/transaction.hpp"
#include "chaincore/stratum/worker_report.hpp"
#include "chaincore/util/result.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace chaincore::api {

// A chain that peers follow and our rules refuse.
struct RefusedChain {
    std::string peer;  // URL
    std::uint64_t length = 0;
    std::string rule;
    std::uint64_t height = 0;  // of the block that breaks it
};

struct StatusReport {
    std::string node_id;
    std::string instance_id;  // random, anew at every start: by it a node recognises itself
    std::string state;        // "starting", "ready" or "store_failed"
    std::uint64_t blockchain_length = 0;
    std::string tip_hash;    // empty before the genesis
    std::string chain_work;  // 32 hex digits; empty before the genesis
    std::uint64_t pending_transactions = 0;
    std::uint64_t known_peers = 0;
    std::uint64_t active_peers = 0;
    std::uint64_t target_difficulty = 0;
    double uptime_seconds = 0;
    double now = 0;  // seconds since the Unix epoch, by the node's clock
    bool is_mining = false;
    bool is_paused = false;  // the operator has it rest
    double tries_per_second = 0;
    std::string version;
    std::optional<RefusedChain> refused_chain = std::nullopt;
};

// What the node has done since it was started.
struct NodeStats {
    std::uint64_t connected_blocks = 0;
    std::uint64_t connected_transactions = 0;
    std::uint64_t coins = 0;  // unspent outputs now
};

// Tries a second up to now; over less where there is less to look back upon.
struct HashRates {
    double ten_seconds = 0;
    double one_minute = 0;
    double fifteen_minutes = 0;
};

struct DeviceReport {
    std::string backend;  // "cpu", "opencl"
    std::string device;   // as its maker calls it
    std::string kernel;
    std::uint64_t tries = 0;  // since the start
    HashRates rates;
};

struct MiningReport {
    bool is_mining = false;
    std::string address;  // who is paid; empty: it does not mine
    HashRates rates;      // of all devices
    std::vector<DeviceReport> devices;
    // What became of the blocks that were found since the start.
    std::uint64_t accepted_blocks = 0;
    std::uint64_t stale_blocks = 0;  // another one was first
    std::uint64_t refused_blocks = 0;
};

struct NetworkReport {
    chain::NetworkParams params;
    std::uint64_t most_peers = 0;  // that are known at a time
    bool discovers_peers = true;
    std::string public_url = {};  // what others call us; empty: http://localhost and our port
};

struct PeerDetails {
    std::string url;
    bool is_active = false;
    std::string node_id;            // what it calls itself; empty: it has never answered
    std::uint64_t length = 0;       // of its chain, as it claims
    std::uint64_t known_peers = 0;  // its own
    double response_seconds = 0;    // moving average; 0: it has never answered
    double failure_rate = 0;        // 0..1, of the last calls
    std::uint64_t successes = 0;    // calls
    std::uint64_t failures = 0;
    double first_seen = 0;    // seconds since the Unix epoch
    double last_seen = 0;     // when it answered last; 0: never
    double banned_until = 0;  // 0: it is not
};

struct PeerReport {
    std::vector<PeerDetails> peers;  // all that are known, by URL
    std::vector<PeerDetails> best;   // the active ones, in the order in which one would rather ask them
    double last_discovery = 0;       // seconds since the Unix epoch; 0: never
};

// Who hands a block in: docs/rules.md, "What is answered".
enum class BlockSource : std::uint8_t {
    miner,  // X-Local-Mining: true
    peer,
};

// Which peer says that it relays the block (X-Peer-Origin), unchecked.
struct BlockRelayer {
    std::string url;        // empty: none
    bool is_local = false;  // the caller is on this machine
};

struct BlockAccepted {
    std::string block_hash;
    std::uint64_t chain_length = 0;
    bool is_duplicate = false;
    bool is_on_best_chain = true;
};
struct StaleBlock {
    std::string reason;  // "stale_block" or "invalid_index"
    std::string message;
    std::uint64_t current_chain_length = 0;
};
struct MissingParent {
    std::uint64_t request_blocks_from = 0;
    std::uint64_t request_blocks_to = 0;
};
// Not now: starting, too busy, pool full, or a store that has failed. 503.
struct Unavailable {
    std::string message;
};
using BlockAnswer = std::variant<BlockAccepted, chain::Rejection, StaleBlock, MissingParent, Unavailable>;

struct TransactionAccepted {
    std::string tx_id;
    std::uint64_t chain_length = 0;
};
struct AlreadyPooled {
    std::string tx_id;
};
using TransactionAnswer = std::variant<TransactionAccepted, AlreadyPooled, chain::Rejection, Unavailable>;

enum class Relay : std::uint8_t { no, yes };

// A block to be mined by somebody else: nonce and hash are still to be found.
struct BlockTemplate {
    chain::Block block;
    std::uint64_t target_difficulty = 0;
};
using TemplateAnswer = std::variant<BlockTemplate, chain::Rejection, Unavailable>;

// What became of a peer that somebody named.
struct PeerAdded {
    std::string url;      // as we write it
    bool is_new = false;  // false: it was active already
};
struct PeerRefused {  // no URL of a node, not one that we may call, or ourselves
    std::string message;
};
struct PeerUnreachable {
    std::string message;  // goes to whoever asked: never what the other end said
};
struct TooSoon {  // 429: it was asked for a moment ago
    std::chrono::seconds retry_after{1};
};
using AddPeerAnswer = std::variant<PeerAdded, PeerRefused, PeerUnreachable, TooSoon>;

struct DiscoveryReport {
    std::uint64_t peers_before = 0;  // active ones
    std::uint64_t peers_after = 0;
};
using DiscoveryAnswer = std::variant<DiscoveryReport, TooSoon>;

struct SyncReport {
    std::uint64_t old_length = 0;
    std::uint64_t new_length = 0;
    std::uint64_t active_peers = 0;
    bool is_behind = false;  // a peer claims more than we have now
};
using SyncAnswer = std::variant<SyncReport, TooSoon, Unavailable>;

struct PoolReport {
    std::uint64_t peers_asked = 0;
    std::uint64_t transactions_received = 0;
    std::uint64_t transactions_added = 0;  // that are in the pool now and were not before
};
using PoolAnswer = std::variant<PoolReport, TooSoon, Unavailable>;

// A copy of the chain for the operator.
struct BackedUp {
    std::string directory;
    std::uint64_t length = 0;  // of the chain in it
    std::string tip_hash;
};
struct BackupRefused {  // that directory will not do
    std::string message;
};
using BackupAnswer = std::variant<BackedUp, BackupRefused, Unavailable>;

class NodeService {
public:
    virtual ~NodeService() = default;
    virtual StatusReport status() const = 0;
    virtual PeerReport peers() const = 0;
    virtual NodeStats stats() const = 0;
    virtual MiningReport mining() const = 0;
    virtual NetworkReport network() const = 0;
    // A few milliseconds: it looks at the store's files.
    virtual NodeFigures figures() const = 0;
    // Of the last `span`, a day at most, in no more than `points` intervals.
    virtual RateHistory rate_history(std::chrono::seconds span, std::size_t points) const = 0;
    // The last ones since the start, newest first.
    virtual std::vector<ReorgReport> reorgs() const = 0;
    // The workers on other machines; none: this node has no place where they may join.
    virtual std::optional<stratum::FarmReport> workers() const = 0;
    // Whether the node works, and whether it takes what is handed in. A state is "ok" or "ready", or what is in the
    // way.
    virtual Condition health() const = 0;
    virtual Condition readiness() const = 0;
    // Never null; of length 0 before the genesis.
    virtual std::shared_ptr<const ChainView> chain() const = 0;
    virtual std::vector<std::shared_ptr<const chain::Transaction>> pooled_transactions() const = 0;
    // Blocks that wait for their parents, oldest first.
    virtual std::vector<std::shared_ptr<const chain::Block>> orphans() const = 0;

    // Returns once the block is on disk, or why it is not.
    virtual BlockAnswer submit_block(chain::Block block, BlockSource source, const BlockRelayer& relayer) = 0;
    virtual TransactionAnswer submit_transaction(chain::Transaction transaction, Relay relay) = 0;
    virtual TemplateAnswer make_template(const std::string& miner_address) = 0;

    // Somebody at this address names peers unasked. How many of them are new, and will be asked for their /status.
    virtual std::size_t note_peers(const std::vector<std::string>& urls, const std::string& address) = 0;

    // These wait for peers: seconds. is_local: the caller is on this machine, and may name its ports.
    virtual AddPeerAnswer add_peer(const std::string& url, bool is_local) = 0;
    virtual DiscoveryAnswer discover_peers() = 0;
    virtual SyncAnswer sync_now() = 0;
    virtual PoolAnswer sync_pool() = 0;

    // directory: of this machine, made by the node. Blocks wait meanwhile.
    virtual BackupAnswer back_up(const std::string& directory) = 0;
};

}  // namespace chaincore::api
