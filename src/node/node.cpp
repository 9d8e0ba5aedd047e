// SPDX-License-Identifier: MIT
#include "chaincore/node/node.hpp"

#include "chaincore/chain/difficulty.hpp"
#include "chaincore/mempool/mempool.hpp"
#include "chaincore/miner/work_source.hpp"
#include "chaincore/node/data_directory.hpp"
#include "chaincore/state/chain_thread.hpp"
#include "chaincore/storage/chain_database.hpp"
#include "chaincore/stratum/slices.hpp"
#include "chaincore/util/published.hpp"
#include "chaincore/util/random.hpp"
#include "node/backends.hpp"
#include "node/control.hpp"
#include "node/device_change.hpp"
#include "node/farm.hpp"
#include "node/followers.hpp"
#include "node/genesis_maker.hpp"
#include "node/listening.hpp"
#include "node/mining_loop.hpp"
#include "node/payee.hpp"
#include "node/peering.hpp"
#include "node/running_config.hpp"
#include "node/service.hpp"
#include "node/start_fault.hpp"
#include "node/start_rebuild.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <system_error>
#include <thread>
#include <unistd.h>

namespace chaincore::node {
namespace {

using Kind = StartFault::Kind;

// Whoever waits for signals ends the node, whatever it is doing. Of the process, since every thread blocks them.
void end_process() { ::kill(::getpid(), SIGTERM); }

}  // namespace

// The members stand in the order in which they are built; they end in the opposite one.
class Node::Impl {
public:
    Impl(const NodeConfig& config, const util::Clock& clock, util::Log& log)
        : config_(config), clock_(clock), log_(log) {}

    Result<void, StartFault> start(const std::stop_token& stop) {
        if (auto there = check_devices(config_); !there) return there;
        if (auto opened = open_directory(); !opened) return opened;
        if (auto rebuilt = rebuild_at_start(config_, *directory_, clock_, log_, stop); !rebuilt) return rebuilt;
        peering_.emplace(peer_options(), clock_, log_);
        if (auto opened = open_store(stop); !opened) return opened;
        if (config_.backend != BackendChoice::none)
            if (auto found = choose_payee(); !found) return found;
        auto devices = make_devices(config_, work_, log_, stop);
        if (!devices) return fail(devices.error());
        if (auto opened = open_chain(*std::move(devices)); !opened) return opened;
        if (auto listening = listen(); !listening) return listening;
        if (auto listening = listen_for_workers(); !listening) return listening;
        log_.info(fmt::format("listening on port {}{}, looking for peers", server_->port(), reach_of(config_)));
        peering_->start();
        starter_ = std::jthread([this](const std::stop_token& ended) { join_network(ended); });
        return {};
    }

    void stop() {
        starter_.request_stop();
        if (starter_.joinable()) starter_.join();
        if (device_change_) device_change_->stop();
        if (farm_) farm_->stop();
        if (mining_) mining_->stop();
        if (peering_) peering_->stop();
        if (server_) server_->stop();
        if (chain_) chain_->stop();
    }

    bool has_started() const { return has_started_; }
    void mine() { mining_->start(*chain_); }
    MiningLoop& mining() { return *mining_; }

    Result<bool, StartFault> reconfigure(const NodeConfig& wanted) { return running_config_->change(wanted); }

    std::optional<StartFault> fault() const {
        const auto fault = fault_.get();
        return fault ? std::optional(*fault) : std::nullopt;
    }
    bool has_told_peers() { return peering_->has_told_peers(); }
    bool is_finished() const { return mining_->is_finished(); }

    StartSummary summary() const {
        StartSummary summary;
        summary.network = network_name(params_.network);
        summary.data_directory = config_.data_directory;
        summary.url = url_of(config_, server_->port());
        summary.devices = device_summaries();
        summary.mining_address = payee_.address;
        summary.wallet_file = payee_.wallet_file.string();
        summary.is_new_wallet = payee_.is_new_wallet;
        const auto tip = chain_->tip();
        summary.difficulty = tip ? tip->block.next_difficulty : params_.difficulty;
        summary.length = tip ? tip->length() : 0;
        summary.tip_hash = tip ? tip->block.hash.to_hex() : "";
        summary.peers = peering_->active_urls();
        if (farm_) {
            summary.workers_url = workers_url_of(config_, farm_->report().port);
            summary.workers_reach = workers_reach_of(config_);
        }
        return summary;
    }

    const api::NodeService& service() const { return *service_; }

private:
    // The one in reserve has not been measured, and is not there yet.
    std::vector<DeviceSummary> device_summaries() const {
        std::vector<DeviceSummary> summaries;
        const auto devices = mining_->counters();
        const auto& rates = mining_->first_rates();
        for (std::size_t i = 0; i < std::min(devices.size(), rates.size()); ++i)
            summaries.push_back({devices[i].device, devices[i].kernel, rates[i]});
        return summaries;
    }

    Result<void, StartFault> open_directory() {
        auto directory = DataDirectory::open(config_.data_directory, storage::OpenMode::create);
        if (!directory) return fail(to_start_fault(directory.error()));
        directory_.emplace(*std::move(directory));
        return {};
    }

    net::PeerManagerOptions peer_options() const {
        net::PeerManagerOptions options;
        options.configured = config_.peers;
        options.ports = config_.discover_ports;
        const PortRange range = ports_of(config_.network);
        if (options.ports.empty())
            for (std::uint16_t port = range.first; port <= range.last; ++port) options.ports.push_back(port);
        options.discovers = config_.discovers;
        options.public_url = config_.public_url;
        options.file = directory_->peers_file();
        options.instance_id = instance_id_;
        return options;
    }

    Result<void, StartFault> open_store(const std::stop_token& stop) {
        const auto difficulty = choose_difficulty(stop);
        // A store keeps its difficulty for good.
        if (stop.stop_requested()) return fail(StartFault{Kind::stopped, "stopped while looking for peers"});
        auto database =
            storage::ChainDatabase::open(directory_->store(), {config_.network, difficulty}, storage::OpenMode::create);
        if (!database) return fail(to_start_fault(database.error()));
        database_.emplace(*std::move(database));
        params_ = database_->identity().params();
        params_.pinned_genesis = config_.pinned_genesis;
        return {};
    }

    // A new classic store belongs to the network that is there, where nobody says otherwise.
    std::optional<std::uint64_t> choose_difficulty(const std::stop_token& stop) {
        std::error_code ignored;
        const bool is_new = !std::filesystem::exists(directory_->store(), ignored);
        const bool is_open = config_.network == chain::Network::classic && !config_.difficulty;
        return is_new && is_open ? peering_->detect_difficulty(stop) : config_.difficulty;
    }

    Result<void, StartFault> choose_payee() {
        auto payee = find_payee(config_, *directory_);
        if (!payee) return fail(payee.error());
        payee_ = *std::move(payee);
        return {};
    }

    Result<void, StartFault> open_chain(MiningDevices devices) {
        auto state = state::ChainState::open(*database_, params_, clock_, log_);
        if (!state) return fail(world_fault(state.error()));
        if (auto agrees = check_pinned_genesis((*state)->tip()); !agrees) return agrees;
        mempool_.emplace((*state)->tip(), mempool::PoolLimits{}, (*state)->signatures());
        mining_.emplace(MiningOptions{payee_.address, config_.min_block_interval, config_.block_limit,
                                      config_.min_block_interval / 10},
                        std::move(devices.backends), *mempool_, clock_, log_, std::move(devices.spare));
        reorgs_.emplace((*state)->tip().get(), clock_);
        followers_.emplace(*mempool_, *mining_, *reorgs_, *peering_, log_);
        chain_.emplace(*std::move(state), params_, clock_, *followers_);
        const bool is_classic = params_.network == chain::Network::classic;
        peering_->attach(*chain_, is_classic ? std::optional(params_.difficulty) : std::nullopt, config_.assumed_valid);
        service_.emplace(Service::Place{params_, config_.node_id, instance_id_, directory_->store()}, *database_,
                         *chain_, *mempool_, *mining_, *reorgs_, *peering_, clock_, log_);
        device_change_.emplace(config_, work_, *mining_, log_);
        control_.emplace(*mining_, *device_change_, *peering_, *chain_, log_, end_process);
        running_config_.emplace(config_, payee_, *directory_, *mining_, *peering_, log_);
        return {};
    }

    Result<void, StartFault> check_pinned_genesis(const std::shared_ptr<const state::Tip>& tip) const {
        if (config_.pinned_genesis.empty() || !tip) return {};
        const auto hash = tip->snapshot->hash_at(0);
        if (!hash) return fail(world_fault(hash.error()));
        if (*hash && (*hash)->to_hex() == config_.pinned_genesis) return {};
        return fail(StartFault{Kind::configuration, "the chain in " + config_.data_directory.string() +
                                                        " begins with another block than the one that --pin-genesis "
                                                        "names: leave the flag out, or choose another --data-dir"});
    }

    Result<void, StartFault> listen() {
        auto server = node::listen(config_, directory_->token_file(), *service_, *control_, log_);
        if (!server) return fail(server.error());
        server_ = *std::move(server);
        peering_->set_own_port(server_->port());
        return {};
    }

    Result<void, StartFault> listen_for_workers() {
        if (!config_.stratum_port) return {};
        farm_.emplace(std::move(slices_), *mining_, log_);
        const auto port = farm_->start(workers_address_of(config_), *config_.stratum_port);
        if (!port) return fail(StartFault{Kind::configuration, port.error().message});
        service_->report_workers_of(*farm_);
        log_.info("workers on other machines may join: chaincore mine -o " + workers_url_of(config_, *port) +
                  " -u ADDRESS.name");
        return {};
    }

    // On a thread of its own: a long chain takes its time, and the API answers meanwhile.
    void join_network(const std::stop_token& stop) {
        peering_->join(!config_.pinned_genesis.empty(), stop);
        if (stop.stop_requested()) return;
        if (auto made = make_sure_of_genesis(); !made)
            return fault_.set(std::make_shared<const StartFault>(made.error()));
        service_->set_ready();
        if (auto prepared = mining_->prepare(); !prepared)
            return fault_.set(std::make_shared<const StartFault>(Kind::device, prepared.error().message));
        has_started_ = true;
    }

    Result<void, StartFault> make_sure_of_genesis() {
        if (chain_->tip()) return {};
        auto genesis = make_genesis(params_, clock_);
        if (!genesis) return fail(world_fault(genesis.error()));
        const std::string hash = genesis->hash;
        const state::Outcome outcome = chain_->submit(*std::move(genesis), state::BlockOrigin::miner);
        if (const auto* error = std::get_if<Error>(&outcome)) return fail(world_fault(*error));
        if (!std::holds_alternative<state::Accepted>(outcome))
            return fail(
                StartFault{Kind::world, "the genesis that was made for this network is refused by our own rules"});
        log_.info("nobody has a chain yet: it begins here, with the genesis " + hash);
        return {};
    }

    const NodeConfig config_;
    const util::Clock& clock_;
    util::Log& log_;
    const std::string instance_id_ = util::random_hex(16);
    stratum::Slices slices_{util::random_number()};
    // One slice for the devices of our own, even where nobody else searches: it is more than they ever search.
    const std::shared_ptr<miner::WorkSource> work_ =
        std::make_shared<miner::WorkSource>(util::random_number(), slices_.take()->nonces());
    std::optional<DataDirectory> directory_;
    std::optional<Peering> peering_;
    std::optional<storage::ChainDatabase> database_;
    chain::NetworkParams params_;
    Payee payee_;  // at the start
    std::optional<mempool::Mempool> mempool_;
    std::optional<MiningLoop> mining_;
    std::optional<Farm> farm_;
    std::optional<ReorgLog> reorgs_;
    std::optional<Followers> followers_;
    std::optional<state::ChainThread> chain_;
    std::optional<Service> service_;
    std::optional<DeviceChange> device_change_;
    std::optional<Control> control_;
    std::optional<RunningConfig> running_config_;
    std::unique_ptr<api::HttpServer> server_;
    util::Published<StartFault> fault_;
    std::atomic<bool> has_started_ = false;
    std::jthread starter_;
};

Node::Node(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Node::~Node() { stop(); }

Result<std::unique_ptr<Node>, StartFault> Node::start(const NodeConfig& config, const util::Clock& clock,
                                                      util::Log& log, const std::stop_token& stop) {
    auto impl = std::make_unique<Impl>(config, clock, log);
    if (auto started = impl->start(stop); !started) {
        impl->stop();
        return fail(started.error());
    }
    return std::unique_ptr<Node>(new Node(std::move(impl)));
}

StartSummary Node::summary() const { return impl_->summary(); }
const api::NodeService& Node::service() const { return impl_->service(); }
bool Node::has_started() const { return impl_->has_started(); }
void Node::mine() { impl_->mine(); }
void Node::pause_mining() { impl_->mining().pause(); }
void Node::resume_mining() { impl_->mining().resume(); }
bool Node::is_paused() const { return impl_->mining().is_paused(); }
Result<bool, StartFault> Node::reconfigure(const NodeConfig& config) { return impl_->reconfigure(config); }
std::optional<StartFault> Node::fault() const { return impl_->fault(); }
bool Node::has_told_peers() const { return impl_->has_told_peers(); }
bool Node::is_finished() const { return impl_->is_finished(); }
void Node::stop() { impl_->stop(); }

}  // namespace chaincore::node
