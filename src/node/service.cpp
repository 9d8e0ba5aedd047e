// SPDX-License-Identifier: MIT
#include "node/service.hpp"

#include "chaincore/chain/in_quotes.hpp"
#include "chaincore/consensus/check_block.hpp"
#include "chaincore/crypto/address.hpp"
#include "chaincore/mempool/template_builder.hpp"
#include "chaincore/node/backup.hpp"
#include "node/node_figures.hpp"
#include "node/peer_details.hpp"
#include "node/process_figures.hpp"
#include "node/stored_chain_view.hpp"

#include <fmt/core.h>

#include <utility>

namespace chaincore::node {
namespace {

template <class... Cases>
struct Overloaded : Cases... {
    using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

constexpr const char* kStarting = "the node is starting: try again in a moment";
constexpr const char* kStoreFailed = "the node's store has failed: it takes nothing more until it is restarted";
constexpr const char* kBusy = "too many blocks are waiting to be checked: try again in a moment";
constexpr const char* kStuck = "the node has been at one block, or at one write to its store, for five minutes";
constexpr const char* kPoolFull =
    "the pool is full, and this transaction pays no more per byte than the cheapest in it";

// The longest reorg that is done at once, or a write to a slow disk, takes less by far.
constexpr std::chrono::minutes kStuckAfter{5};

api::StaleBlock to_answer(const state::Stale& stale) {
    const bool is_index = stale.reason == state::Stale::Reason::wrong_height;
    return {is_index ? "invalid_index" : "stale_block", stale.message, stale.chain_length};
}

api::HashRates to_report(const miner::Hashrates& rates) {
    return {rates.ten_seconds, rates.one_minute, rates.fifteen_minutes};
}

api::RateHistory to_report(miner::RateRecord record) {
    api::RateHistory history;
    history.interval_seconds = static_cast<std::uint32_t>(record.interval.count());
    for (const util::WallTime time : record.times) history.times.push_back(seconds_since_epoch(time));
    history.total = std::move(record.total);
    for (miner::DeviceRateRecord& device : record.devices)
        history.devices.push_back(
            {std::move(device.backend), std::move(device.device), std::move(device.kernel), std::move(device.rates)});
    return history;
}

api::BlockAnswer to_answer(state::Outcome outcome) {
    using Answer = api::BlockAnswer;
    return std::visit(Overloaded{
                          [](const state::Accepted& accepted) -> Answer {
                              return api::BlockAccepted{accepted.hash.to_hex(), accepted.chain_length,
                                                        accepted.is_duplicate, accepted.is_on_best_chain};
                          },
                          [](chain::Rejection& rejection) -> Answer { return std::move(rejection); },
                          [](const state::Stale& stale) -> Answer { return to_answer(stale); },
                          [](const state::MissingBlocks& missing) -> Answer {
                              return api::MissingParent{missing.first, missing.last};
                          },
                          [](const state::Busy&) -> Answer { return api::Unavailable{kBusy}; },
                          [](const Error&) -> Answer { return api::Unavailable{kStoreFailed}; },
                      },
                      outcome);
}

}  // namespace

Service::Service(Place place, const storage::ChainDatabase& database, state::ChainThread& chain,
                 mempool::Mempool& mempool, const MiningLoop& mining, const ReorgLog& reorgs, Peering& peering,
                 const util::Clock& clock, util::Log& log)
    : place_(std::move(place)),
      database_(database),
      chain_(chain),
      mempool_(mempool),
      mining_(mining),
      reorgs_(reorgs),
      peering_(peering),
      clock_(clock),
      log_(log),
      read_faults_(log),
      orphans_(clock, 1),
      start_(clock.steady_now()) {}

api::StatusReport Service::status() const {
    const auto tip = chain_.tip();
    const bool has_failed = chain_.failure() != nullptr;
    api::StatusReport report;
    report.node_id = place_.node_id;
    report.instance_id = place_.instance_id;
    report.state = has_failed ? "store_failed" : is_ready_ ? "ready" : "starting";
    report.blockchain_length = tip ? tip->length() : 0;
    report.tip_hash = tip ? tip->block.hash.to_hex() : "";
    report.chain_work = tip ? consensus::to_hex(tip->block.work) : "";
    report.pending_transactions = mempool_.count();
    report.target_difficulty = tip ? tip->block.next_difficulty : place_.params.difficulty;
    report.uptime_seconds = std::chrono::duration<double>(clock_.steady_now() - start_).count();
    report.is_mining = mining_.is_mining() && !has_failed;
    report.is_paused = mining_.is_paused();
    report.tries_per_second = mining_.rates().total().ten_seconds;
    report.version = CHAINCORE_VERSION;
    report.now = seconds_since_epoch(clock_.wall_now());
    report.known_peers = peering_.known_count();
    report.active_peers = peering_.active_count();
    report.refused_chain = peering_.refused_chain();
    return report;
}

api::PeerReport Service::peers() const { return peering_.report(); }

api::NodeStats Service::stats() const {
    const auto tip = chain_.tip();
    return {chain_.figures().blocks(), chain_.figures().transactions(), tip ? tip->coin_count : 0};
}

api::MiningReport Service::mining() const {
    const MinedBlocks mined = mining_.mined_blocks();
    api::MiningReport report;
    report.is_mining = mining_.is_mining() && !chain_.failure();
    report.address = mining_.address();
    report.rates = to_report(mining_.rates().total());
    for (const miner::DeviceRates& device : mining_.rates().of_each())
        report.devices.push_back({device.counters.backend, device.counters.device, device.counters.kernel,
                                  device.counters.tries, to_report(device.rates)});
    report.accepted_blocks = mined.accepted;
    report.stale_blocks = mined.stale;
    report.refused_blocks = mined.refused;
    return report;
}

api::NetworkReport Service::network() const {
    return {place_.params, net::PeerBook::kMostKnown, peering_.discovers(), peering_.public_url()};
}

api::NodeFigures Service::figures() const {
    return {figures_of(chain_), handed_in_.counts(), mempool_.bytes(),
            report_of(database_.figures(), chain_.failure() != nullptr), read_process_figures(clock_)};
}

api::RateHistory Service::rate_history(std::chrono::seconds span, std::size_t points) const {
    return to_report(mining_.rates().record(span, points));
}

std::vector<api::ReorgReport> Service::reorgs() const { return reorgs_.last(); }

std::optional<stratum::FarmReport> Service::workers() const {
    const Farm* farm = farm_;
    return farm == nullptr ? std::nullopt : std::optional(farm->report());
}

api::Condition Service::health() const {
    if (chain_.failure()) return {"store_failed", kStoreFailed};
    const auto busy_since = chain_.busy_since();
    if (busy_since && clock_.steady_now() - *busy_since >= kStuckAfter) return {"stuck", kStuck};
    return {"ok", ""};
}

api::Condition Service::readiness() const {
    const auto obstacle = find_obstacle();
    return {obstacle.empty() ? "ready" : chain_.failure() ? "store_failed" : "starting", obstacle};
}

std::vector<std::shared_ptr<const chain::Block>> Service::orphans() const { return *chain_.orphans(); }

std::shared_ptr<const api::ChainView> Service::chain() const {
    return std::make_shared<ReportedChainView>(std::make_shared<StoredChainView>(chain_.tip()), read_faults_);
}

std::vector<std::shared_ptr<const chain::Transaction>> Service::pooled_transactions() const { return mempool_.all(); }

std::string Service::find_obstacle() const {
    if (chain_.failure()) return kStoreFailed;
    return is_ready_ ? "" : kStarting;
}

api::BlockAnswer Service::submit_block(chain::Block block, api::BlockSource source, const api::BlockRelayer& relayer) {
    if (auto obstacle = find_obstacle(); !obstacle.empty()) return api::Unavailable{std::move(obstacle)};
    const chain::SharedBlock written = chain::write_out(std::move(block));
    note_relayer(*written, relayer);
    const bool is_miners = source == api::BlockSource::miner;
    const state::Outcome outcome =
        chain_.submit(written, is_miners ? state::BlockOrigin::miner : state::BlockOrigin::peer);
    note_outcome(outcome, written->block.header.height.text(), source);
    return to_answer(outcome);
}

// Before it counts, so that it is not sent back; and only of a block that is what it claims to be: a false one must not
// keep the true one from anybody.
void Service::note_relayer(const chain::WrittenBlock& written, const api::BlockRelayer& relayer) {
    if (!relayer.url.empty() && consensus::check_block(written, place_.params))
        peering_.note_relayer(written.block.hash, relayer);
}

void Service::note_outcome(const state::Outcome& outcome, const std::string& height, api::BlockSource source) {
    if (std::holds_alternative<state::MissingBlocks>(outcome) && orphans_.try_take()) peering_.request_full_sync();
    if (source == api::BlockSource::miner) handed_in_.note(outcome);
    const auto* accepted = std::get_if<state::Accepted>(&outcome);
    if (accepted != nullptr && !accepted->is_duplicate && source == api::BlockSource::miner)
        log_.info(fmt::format("block {} handed in by a miner: {}", height, accepted->hash.to_hex()));
}

api::TransactionAnswer Service::submit_transaction(chain::Transaction transaction, api::Relay relay) {
    using Answer = api::TransactionAnswer;
    if (auto obstacle = find_obstacle(); !obstacle.empty()) return api::Unavailable{std::move(obstacle)};
    const std::string tx_id = transaction.tx_id;
    mempool::PoolAnswer answer = mempool_.add(transaction);
    if (std::holds_alternative<mempool::Pooled>(answer)) tell_peers(transaction, relay);
    return std::visit(
        Overloaded{
            [&](const mempool::Pooled&) -> Answer { return api::TransactionAccepted{tx_id, chain()->length()}; },
            [&](const mempool::AlreadyPooled&) -> Answer { return api::AlreadyPooled{tx_id}; },
            [](chain::Rejection& rejection) -> Answer { return std::move(rejection); },
            [](const mempool::PoolFull&) -> Answer { return api::Unavailable{kPoolFull}; },
            [](const mempool::NoTip&) -> Answer { return api::Unavailable{kStarting}; },
            [](const Error&) -> Answer { return api::Unavailable{kStoreFailed}; },
        },
        answer);
}

// One that came from a peer is not passed on: that peer has told everybody. But where one has come from, there may be
// blocks that we lack.
void Service::tell_peers(const chain::Transaction& transaction, api::Relay relay) {
    if (relay == api::Relay::yes)
        peering_.push_transaction(transaction);
    else
        peering_.request_quick_sync();
}

api::TemplateAnswer Service::make_template(const std::string& miner_address) {
    if (auto obstacle = find_obstacle(); !obstacle.empty()) return api::Unavailable{std::move(obstacle)};
    if (!crypto::is_valid_address(miner_address))
        return chain::Rejection{chain::Rule::payee_address,
                                "miner_address: found " + chain::in_quotes(miner_address) +
                                    ", expected a valid address: what is paid to another could never be spent"};
    const auto selection = mempool_.select(mempool::kMaxTemplateTransactions, mempool::kMaxTemplateBytes);
    if (!selection.tip) return api::Unavailable{kStarting};
    auto made = mempool::make_template(selection, miner_address, clock_.wall_now());
    return api::BlockTemplate{std::move(made.block), selection.tip->block.next_difficulty};
}

std::size_t Service::note_peers(const std::vector<std::string>& urls, const std::string& address) {
    return peering_.note_peers(urls, address);
}

api::AddPeerAnswer Service::add_peer(const std::string& url, bool is_local) { return peering_.add_peer(url, is_local); }
api::DiscoveryAnswer Service::discover_peers() { return peering_.discover(); }
api::SyncAnswer Service::sync_now() { return peering_.sync_now(); }

api::PoolAnswer Service::sync_pool() {
    if (auto obstacle = find_obstacle(); !obstacle.empty()) return api::Unavailable{std::move(obstacle)};
    std::atomic<std::uint64_t> added = 0;
    const auto fetched = peering_.fetch_pools([&](chain::Transaction transaction) {
        if (std::holds_alternative<mempool::Pooled>(mempool_.add(std::move(transaction)))) ++added;
    });
    if (const auto* too_soon = std::get_if<api::TooSoon>(&fetched)) return *too_soon;
    api::PoolReport report = std::get<api::PoolReport>(fetched);
    report.transactions_added = added;
    return report;
}

api::BackupAnswer Service::back_up(const std::string& directory) {
    if (chain_.failure()) return api::Unavailable{kStoreFailed};
    Result<void, BackupFault> made;
    api::BackedUp backup{directory, 0, ""};
    const bool is_done = chain_.run_between_writes([&] {
        made = make_backup(database_, place_.store, directory);
        if (const auto tip = chain_.tip()) backup = {directory, tip->length(), tip->block.hash.to_hex()};
    });
    if (!is_done) return api::Unavailable{"the node is stopping"};
    if (!made && made.error().is_place) return api::BackupRefused{made.error().message};
    if (!made) return api::Unavailable{made.error().message};
    log_.info("a backup of " + std::to_string(backup.length) + " blocks is in " + directory);
    return backup;
}

}  // namespace chaincore::node
