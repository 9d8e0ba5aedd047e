// SPDX-License-Identifier: MIT
#include "state/state_fixture.hpp"

#include "chaincore/consensus/check_block.hpp"

#include <stdexcept>

namespace chaincore::state {

StateFixture::StateFixture(ReorgLimits limits) : limits_(limits) { reopen(); }
StateFixture::~StateFixture() = default;

void StateFixture::reopen() {
    state_.reset();
    database_.reset();
    auto database = storage::ChainDatabase::open(directory_.path() / "chain", {chain::Network::classic, 1},
                                                 storage::OpenMode::create);
    if (!database) throw std::runtime_error(database.error().message);
    database_.emplace(*std::move(database));
    auto state = ChainState::open(*database_, kParams, clock_, log_, limits_);
    if (!state) throw std::runtime_error(state.error().message);
    state_ = *std::move(state);
}

Outcome StateFixture::hand_in(const chain::Block& block, BlockOrigin origin) {
    if (auto verdict = consensus::check_block(block, kParams); !verdict) return verdict.error();
    Outcome outcome = state_->accept(block, origin);
    if (auto committed = state_->commit(); !committed) return committed.error();
    return outcome;
}

void StateFixture::hand_in_all(const test::TestChain& chain, std::size_t first, std::size_t last) {
    for (std::size_t height = first; height <= last; ++height) accepted(hand_in(chain.block(height)));
}

test::TestChain StateFixture::branch(const test::TestChain& trunk, std::size_t shared, std::size_t length,
                                     double delay) {
    test::TestChain chain(0);
    for (std::size_t height = 0; height < shared; ++height) chain.append(trunk.block(height));
    while (chain.replay().length() < length) append_late(chain, delay);
    return chain;
}

void StateFixture::append_late(test::TestChain& chain, double delay, const std::vector<chain::Transaction>& payments) {
    chain::Block block = chain.make_block(payments);
    block.header.timestamp = chain::Number{block.header.timestamp.to_double() + delay};
    test::seal(block);
    chain.append(block);
}

void StateFixture::expect_state_of(const test::TestChain& chain) {
    const consensus::ChainReplay& replay = chain.replay();
    const auto& tip = state_->tip();
    ASSERT_NE(tip, nullptr);
    EXPECT_EQ(tip->length(), replay.length());
    EXPECT_EQ(tip->block.hash.to_hex(), replay.tip_hash());
    EXPECT_EQ(tip->utxo_digest, replay.coins().digest());
    EXPECT_EQ(tip->coin_count, replay.coins().size());
    EXPECT_EQ(tip->next.height, replay.next_context().height);
    EXPECT_EQ(tip->next.previous_hash, replay.next_context().previous_hash);
    EXPECT_EQ(tip->next.median_time, replay.next_context().median_time);

    consensus::UtxoDigest stored;
    ASSERT_TRUE(tip->snapshot->for_each_coin([&](const consensus::NamedCoin& coin) { stored.add(coin); }));
    EXPECT_EQ(stored.value(), replay.coins().digest()) << "the stored coins";
    std::uint64_t bytes = 0;
    for (std::uint64_t height = 0; height < replay.length(); ++height) {
        const auto hash = tip->snapshot->hash_at(height).value();
        ASSERT_TRUE(hash) << "height " << height;
        EXPECT_EQ(hash->to_hex(), chain.block(height).hash);
        bytes += tip->snapshot->block_text(*hash).value().value().size();
    }
    EXPECT_EQ(tip->snapshot->hash_at(replay.length()).value(), std::nullopt);
    EXPECT_EQ(tip->block.cumulative_bytes, bytes);
}

std::optional<chain::Rule> rule_of(const Outcome& outcome) {
    const auto* rejection = std::get_if<chain::Rejection>(&outcome);
    if (rejection == nullptr) return std::nullopt;
    return rejection->rule;
}

const Accepted& accepted(const Outcome& outcome) {
    if (const auto* rejection = std::get_if<chain::Rejection>(&outcome))
        throw std::logic_error("refused by the rule " + std::string(rule_name(rejection->rule)) + ": " +
                               rejection->message);
    return std::get<Accepted>(outcome);
}

}  // namespace chaincore::state
