// SPDX-License-Identifier: MIT
// A chain with its thread and its pool, as a node has them, at difficulty 1.
#pragma once

#include "chaincore/mempool/mempool.hpp"
#include "chaincore/state/chain_thread.hpp"
#include "chaincore/storage/chain_database.hpp"
#include "chaincore/util/clock.hpp"
#include "support/temporary_directory.hpp"
#include "support/test_chain.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>

namespace chaincore::node {

class ChainFixture : public testing::Test, public state::ChainListener {
protected:
    explicit ChainFixture(std::size_t length = 3) : blocks_(length) {
        auto database = storage::ChainDatabase::open(directory_.path() / "chain", {chain::Network::classic, 1},
                                                     storage::OpenMode::create);
        if (!database) throw std::runtime_error(database.error().message);
        database_.emplace(*std::move(database));
        auto state = state::ChainState::open(*database_, kParams, clock_, log_);
        if (!state) throw std::runtime_error(state.error().message);
        pool_.emplace((*state)->tip());
        chain_.emplace(*std::move(state), kParams, clock_, *this);
        for (std::size_t height = 0; height < length; ++height) connect(blocks_.block(height));
    }

    void connect(const chain::Block& block) {
        if (!std::holds_alternative<state::Accepted>(chain_->submit(block, state::BlockOrigin::peer)))
            throw std::logic_error("a test's chain refuses a block");
    }

    const chain::NetworkParams kParams = chain::classic_params(1);

    test::TemporaryDirectory directory_;
    util::SystemClock clock_;
    util::NullLog log_;
    test::TestChain blocks_;
    std::optional<storage::ChainDatabase> database_;
    std::optional<mempool::Mempool> pool_;
    std::function<void()> on_tip_ = [] {};
    std::optional<state::ChainThread> chain_;

private:
    void on_committed(const state::ChainChange& change) override { pool_->on_change(change); }
    void on_published(const state::ChainChange&) override { on_tip_(); }
};

}  // namespace chaincore::node
