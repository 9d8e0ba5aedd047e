// SPDX-License-Identifier: MIT
// A chain with its thread, as what fetches blocks has it; a test can hold the thread where it publishes.
#pragma once

#include "chaincore/state/chain_thread.hpp"
#include "state/state_fixture.hpp"

#include <atomic>
#include <latch>
#include <stdexcept>

namespace chaincore::sync {

class ChainThreadFixture : public state::StateFixture, public state::ChainListener {
protected:
    ChainThreadFixture() : chain_(std::move(state_), kParams, clock_, *this) {}

    void connect(const test::TestChain& blocks, std::size_t first, std::size_t last) {
        for (std::size_t height = first; height <= last; ++height)
            if (!std::holds_alternative<state::Accepted>(chain_.submit(blocks.block(height), state::BlockOrigin::peer)))
                throw std::logic_error("a test's chain refuses a block");
    }

    std::uint64_t length() const { return chain_.tip() ? chain_.tip()->length() : 0; }
    std::string tip_hash() const { return chain_.tip()->block.hash.to_hex(); }

    // Before the first block: none is published until release().
    void hold() { is_held_ = true; }
    void release() { gate_.count_down(); }

private:
    std::latch gate_{1};
    std::atomic<bool> is_held_ = false;

protected:
    state::ChainThread chain_;

private:
    void on_committed(const state::ChainChange&) override {
        if (is_held_) gate_.wait();
    }
    void on_published(const state::ChainChange&) override {}
};

}  // namespace chaincore::sync
