// SPDX-License-Identifier: MIT
// A pool on a chain of its own: blocks change both.
#pragma once

#include "chaincore/mempool/mempool.hpp"
#include "chaincore/state/chain_state.hpp"
#include "chaincore/storage/chain_database.hpp"
#include "support/manual_clock.hpp"
#include "support/temporary_directory.hpp"
#include "support/test_chain.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace chaincore::mempool {

class PoolFixture : public testing::Test {
protected:
    explicit PoolFixture(PoolLimits limits = {}) : database_(open_database()), state_(open_state()), pool_(nullptr, limits) {
        for (std::size_t height = 0; height < 8; ++height) connect(chain_.block(height));
    }

    void connect(const chain::Block& block) {
        const auto outcome = state_->accept(block, state::BlockOrigin::peer);
        if (!std::holds_alternative<state::Accepted>(outcome)) throw std::logic_error("the state refuses a block");
        const auto change = state_->commit();
        if (change && *change) pool_.on_change(**change);
    }

    // Appended to the chain, and connected.
    void mine(const std::vector<chain::Transaction>& payments = {}) {
        const chain::Block block = chain_.make_block(payments);
        chain_.append(block);
        connect(block);
    }

    // The reward of that height, less the fee, to owner 2.
    chain::Transaction payment(std::size_t height, double fee = 1.0) const {
        return test::make_payment({test::spend(chain_.reward(height))}, {test::pay(50.0 - fee, 2)});
    }

    static std::optional<chain::Rule> rule_of(const PoolAnswer& answer) {
        const auto* rejection = std::get_if<chain::Rejection>(&answer);
        if (rejection == nullptr) return std::nullopt;
        return rejection->rule;
    }
    static bool is_pooled(const PoolAnswer& answer) { return std::holds_alternative<Pooled>(answer); }

    storage::ChainDatabase open_database() {
        auto database = storage::ChainDatabase::open(directory_.path(), {chain::Network::classic, 1}, storage::OpenMode::create);
        if (!database) throw std::runtime_error(database.error().message);
        return *std::move(database);
    }
    std::unique_ptr<state::ChainState> open_state() {
        auto state = state::ChainState::open(database_, chain::classic_params(1), clock_, log_);
        if (!state) throw std::runtime_error(state.error().message);
        return *std::move(state);
    }

    test::TemporaryDirectory directory_;
    test::ManualClock clock_{std::chrono::seconds(1'800'000'000)};
    util::NullLog log_;
    storage::ChainDatabase database_;
    std::unique_ptr<state::ChainState> state_;
    test::TestChain chain_{8};
    Mempool pool_;
};

}  // namespace chaincore::mempool
