// SPDX-License-Identifier: MIT
// A chain state over a store in a directory of its own, which can be closed and opened again. One thread.
#pragma once

#include "chaincore/consensus/check_block.hpp"
#include "chaincore/state/chain_state.hpp"
#include "chaincore/storage/chain_database.hpp"
#include "support/manual_clock.hpp"
#include "support/temporary_directory.hpp"

#include <memory>
#include <optional>
#include <stdexcept>
#include <type_traits>
#include <utility>

namespace chaincore::models {

// Where it must be there: an error is none of a test's cases.
template <class T, class E>
T value_of(Result<T, E> result) {
    if (!result) throw std::runtime_error(result.error().message);
    if constexpr (!std::is_void_v<T>) return *std::move(result);
}

class SmallNode {
public:
    explicit SmallNode(chain::NetworkParams params, state::ReorgLimits limits = {})
        : params_(std::move(params)), limits_(limits) {
        restart();
    }

    // What is not committed is lost.
    void restart() {
        state_.reset();
        database_.reset();
        database_.emplace(value_of(storage::ChainDatabase::open(
            directory_.path(), {params_.network, params_.difficulty}, storage::OpenMode::create)));
        state_ = value_of(state::ChainState::open(*database_, params_, clock_, log_, limits_));
    }

    // As a node judges it, but for its clock.
    state::Outcome hand_in(const chain::Block& block, state::BlockOrigin origin) {
        if (auto verdict = consensus::check_block(block, params_); !verdict) return verdict.error();
        return state_->accept(block, origin);
    }

    std::optional<state::ChainChange> commit() { return value_of(state_->commit()); }

    const state::ChainState& state() const { return *state_; }
    std::unique_ptr<state::ChainState> take_state() { return std::move(state_); }
    const chain::NetworkParams& params() const { return params_; }
    const test::ManualClock& clock() const { return clock_; }

private:
    const chain::NetworkParams params_;
    const state::ReorgLimits limits_;
    test::TemporaryDirectory directory_;
    test::ManualClock clock_{std::chrono::seconds(1'800'000'000)};
    util::NullLog log_;
    std::optional<storage::ChainDatabase> database_;
    std::unique_ptr<state::ChainState> state_;
};

}  // namespace chaincore::models
