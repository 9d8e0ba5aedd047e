// SPDX-License-Identifier: MIT
// A chain state over a store in a directory of its own, and branches to hand to it.
#pragma once

#include "chaincore/state/chain_state.hpp"
#include "chaincore/storage/chain_database.hpp"
#include "support/manual_clock.hpp"
#include "support/temporary_directory.hpp"
#include "support/test_chain.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <vector>

namespace chaincore::state {

class StateFixture : public testing::Test {
protected:
    explicit StateFixture(ReorgLimits limits = {});
    ~StateFixture() override;

    // Closes everything and opens it again, as after a restart.
    void reopen();

    ChainState& state() { return *state_; }
    storage::ChainDatabase& database() { return *database_; }

    // Handed in by a peer, after check_block, and committed.
    Outcome hand_in(const chain::Block& block, BlockOrigin origin = BlockOrigin::peer);
    // All of these, each of which must be accepted.
    void hand_in_all(const test::TestChain& chain, std::size_t first, std::size_t last);

    // The blocks of a chain that leaves `trunk` behind its first `shared` blocks, up to `length` of them; its blocks
    // come `delay` seconds later, so that they differ.
    static test::TestChain branch(const test::TestChain& trunk, std::size_t shared, std::size_t length,
                                  double delay = 1);
    static void append_late(test::TestChain& chain, double delay, const std::vector<chain::Transaction>& payments = {});

    // The state is that of this chain: tip, heights, coins, digest.
    void expect_state_of(const test::TestChain& chain);

    const ReorgLimits limits_;
    static inline const chain::NetworkParams kParams{chain::Network::classic, 1};

    test::TemporaryDirectory directory_;
    test::ManualClock clock_{std::chrono::seconds(1'800'000'000)};
    util::NullLog log_;
    std::optional<storage::ChainDatabase> database_;
    std::unique_ptr<ChainState> state_;
};

// The rule of a refusal; none for anything else.
std::optional<chain::Rule> rule_of(const Outcome& outcome);

// It must be an acceptance.
const Accepted& accepted(const Outcome& outcome);

}  // namespace chaincore::state
