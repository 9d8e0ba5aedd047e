// SPDX-License-Identifier: MIT
#include "node/service.hpp"

#include "node/chain_fixture.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

namespace chaincore::node {
namespace {

class NodeService : public ChainFixture {
protected:
    NodeService()
        : peering_(peer_options(), clock_, log_),
          mining_({}, {}, *pool_, clock_, log_),
          reorgs_(nullptr, clock_),
          service_({kParams, "name", "instance", directory_.path() / "chain"}, *database_, *chain_, *pool_, mining_,
                   reorgs_, peering_, clock_, log_) {
        peering_.attach(*chain_, 1, std::nullopt);
        service_.set_ready();
    }

    chain::Transaction payment(double amount) const {
        return test::make_payment({test::spend(blocks_.reward(0))}, {test::pay(amount, 2)});
    }

    // It looks for nobody.
    net::PeerManagerOptions peer_options() const {
        net::PeerManagerOptions options;
        options.file = directory_.path() / "peers.json";
        return options;
    }

    Peering peering_;
    MiningLoop mining_;
    ReorgLog reorgs_;
    Service service_;
};

TEST_F(NodeService, ReportsItsStatus) {
    const api::StatusReport report = service_.status();
    EXPECT_EQ(report.node_id, "name");
    EXPECT_EQ(report.instance_id, "instance");
    EXPECT_EQ(report.state, "ready");
    EXPECT_EQ(report.blockchain_length, 3U);
    EXPECT_EQ(report.tip_hash, blocks_.block(2).hash);
    EXPECT_EQ(report.chain_work, std::string(31, '0') + '3');
    EXPECT_EQ(report.target_difficulty, 1U);
    EXPECT_FALSE(report.is_mining);
}

TEST_F(NodeService, ReportsHowItMines) {
    const api::MiningReport report = service_.mining();
    EXPECT_FALSE(report.is_mining);
    EXPECT_TRUE(report.devices.empty());
    EXPECT_EQ(report.accepted_blocks, 0U);
}

TEST_F(NodeService, TakesNothingWhileItStarts) {
    Service starting({kParams, "name", "instance", directory_.path() / "chain"}, *database_, *chain_, *pool_, mining_,
                     reorgs_, peering_, clock_, log_);
    EXPECT_EQ(starting.status().state, "starting");
    EXPECT_TRUE(std::holds_alternative<api::Unavailable>(
        starting.submit_block(blocks_.make_block(), api::BlockSource::peer, {})));
    EXPECT_TRUE(std::holds_alternative<api::Unavailable>(starting.submit_transaction(payment(1.0), api::Relay::no)));
    EXPECT_TRUE(std::holds_alternative<api::Unavailable>(starting.make_template(test::address_of(1))));
    EXPECT_EQ(starting.chain()->length(), 3U) << "it can be read";
}

TEST_F(NodeService, AnswersForABlock) {
    const chain::Block block = blocks_.make_block();
    const auto first = service_.submit_block(block, api::BlockSource::miner, {});
    ASSERT_TRUE(std::holds_alternative<api::BlockAccepted>(first));
    EXPECT_EQ(std::get<api::BlockAccepted>(first).chain_length, 4U);
    const auto again = service_.submit_block(block, api::BlockSource::peer, {});
    EXPECT_TRUE(std::get<api::BlockAccepted>(again).is_duplicate);
    chain::Block stale = block;
    stale.header.timestamp = chain::Number{stale.header.timestamp.to_double() + 1};
    test::seal(stale);
    const auto late = service_.submit_block(stale, api::BlockSource::miner, {});
    ASSERT_TRUE(std::holds_alternative<api::StaleBlock>(late));
    EXPECT_EQ(std::get<api::StaleBlock>(late).reason, "stale_block");
}

TEST_F(NodeService, AnswersForATransaction) {
    const auto first = service_.submit_transaction(payment(40.0), api::Relay::yes);
    ASSERT_TRUE(std::holds_alternative<api::TransactionAccepted>(first));
    EXPECT_EQ(std::get<api::TransactionAccepted>(first).chain_length, 3U);
    EXPECT_TRUE(
        std::holds_alternative<api::AlreadyPooled>(service_.submit_transaction(payment(40.0), api::Relay::yes)));
    const auto refused = service_.submit_transaction(payment(51.0), api::Relay::yes);
    ASSERT_TRUE(std::holds_alternative<chain::Rejection>(refused));
    EXPECT_EQ(std::get<chain::Rejection>(refused).rule, chain::Rule::double_spend);
    EXPECT_EQ(service_.pooled_transactions().size(), 1U);
}

TEST_F(NodeService, MakesTemplatesThatAreAcceptedOnceMined) {
    service_.submit_transaction(payment(40.0), api::Relay::no);
    const auto answer = service_.make_template(test::address_of(5));
    ASSERT_TRUE(std::holds_alternative<api::BlockTemplate>(answer));
    chain::Block block = std::get<api::BlockTemplate>(answer).block;
    EXPECT_EQ(block.transactions.size(), 2U);
    test::mine(block, 1);
    EXPECT_TRUE(std::holds_alternative<api::BlockAccepted>(service_.submit_block(block, api::BlockSource::miner, {})));
}

TEST_F(NodeService, PaysNobodyWhoCouldNotSpendIt) {
    const auto answer = service_.make_template("genesis");
    ASSERT_TRUE(std::holds_alternative<chain::Rejection>(answer));
    EXPECT_EQ(std::get<chain::Rejection>(answer).rule, chain::Rule::payee_address);
}

TEST_F(NodeService, BacksUpWhatIsSeen) {
    const test::TemporaryDirectory elsewhere;
    const auto to = elsewhere.path() / "backup";
    const auto answer = service_.back_up(to.string());
    const auto* made = std::get_if<api::BackedUp>(&answer);
    ASSERT_NE(made, nullptr);
    EXPECT_EQ(made->length, 3U);
    EXPECT_EQ(made->tip_hash, blocks_.block(2).hash);
    const auto copy = storage::ChainDatabase::open(to / "chain", {}, storage::OpenMode::existing);
    ASSERT_TRUE(copy) << copy.error().message;
    EXPECT_EQ(copy->snapshot()->tip().value()->hash.to_hex(), made->tip_hash);
    EXPECT_TRUE(std::holds_alternative<api::BackupRefused>(service_.back_up(to.string()))) << "it is there already";
}

TEST_F(NodeService, CountsWhatItsPartsDo) {
    const chain::Block block = blocks_.make_block();
    service_.submit_block(block, api::BlockSource::miner, {});
    service_.submit_block(block, api::BlockSource::miner, {});
    chain::Block stale = block;
    stale.header.timestamp = chain::Number{stale.header.timestamp.to_double() + 1};
    test::seal(stale);
    service_.submit_block(stale, api::BlockSource::miner, {});
    service_.submit_transaction(payment(40.0), api::Relay::no);
    const api::NodeFigures figures = service_.figures();
    EXPECT_EQ(figures.chain.blocks_of_peers, 3U);
    EXPECT_EQ(figures.chain.blocks_of_miners, 1U);
    EXPECT_EQ(figures.chain.tip_time, block.header.timestamp.to_double());
    EXPECT_EQ(figures.handed_in.accepted, 1U) << "a second time is no second block";
    EXPECT_EQ(figures.handed_in.stale, 1U);
    EXPECT_EQ(figures.pool_bytes, pool_->bytes());
    EXPECT_GT(figures.store.file_bytes, 0U);
    EXPECT_FALSE(figures.store.has_failed);
}

TEST_F(NodeService, KnowsWhatTheSystemSaysOfItsProcess) {
    const double now = std::chrono::duration<double>(clock_.wall_now().time_since_epoch()).count();
    const api::ProcessFigures process = service_.figures().process;
    EXPECT_GT(process.threads, 1U);
    EXPECT_GT(process.resident_bytes, std::uint64_t{1} << 20);
    EXPECT_GE(process.virtual_bytes, process.resident_bytes);
    EXPECT_GT(process.open_files, 3U);
    EXPECT_GE(process.most_files, process.open_files);
    EXPECT_LE(process.start_time, now + 1);
    EXPECT_GT(process.start_time, now - 600);
}

TEST_F(NodeService, IsHealthyBeforeItIsReady) {
    const Service starting({kParams, "name", "instance", directory_.path() / "chain"}, *database_, *chain_, *pool_,
                           mining_, reorgs_, peering_, clock_, log_);
    EXPECT_EQ(starting.health().state, "ok");
    EXPECT_EQ(starting.readiness().state, "starting");
    EXPECT_NE(starting.readiness().reason, "");
    EXPECT_EQ(service_.readiness().state, "ready");
    EXPECT_EQ(service_.readiness().reason, "");
}

// The chain thread's clock, some minutes on.
class LaterClock final : public util::Clock {
public:
    util::WallTime wall_now() const override { return clock_.wall_now(); }
    std::chrono::steady_clock::time_point steady_now() const override { return clock_.steady_now() + later; }
    void sleep_for(std::chrono::microseconds duration) const override { clock_.sleep_for(duration); }

    std::chrono::minutes later{0};

private:
    util::SystemClock clock_;
};

TEST_F(NodeService, IsUnwellOnceTheChainThreadHasBeenAtOneThingForMinutes) {
    LaterClock clock;
    const Service service({kParams, "name", "instance", directory_.path() / "chain"}, *database_, *chain_, *pool_,
                          mining_, reorgs_, peering_, clock, log_);
    chain_->run_between_writes([&] {
        EXPECT_EQ(service.health().state, "ok");
        clock.later = std::chrono::minutes(5);
        EXPECT_EQ(service.health().state, "stuck");
        EXPECT_NE(service.health().reason, "");
    });
    while (chain_->busy_since()) std::this_thread::yield();
    EXPECT_EQ(service.health().state, "ok") << "it waits for work";
}

}  // namespace
}  // namespace chaincore::node
