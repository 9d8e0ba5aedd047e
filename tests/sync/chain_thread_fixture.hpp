// SPDX-License-Identifier: MIT
// A chain with its thread, as what fetches blocks has it; a test can hold the thread where it publishes.
#pragma once

#include "chaincore/state/chain_thread.hpp"
#include "state/state_fixture.hpp"

#include <atomic>
#include <latch>
#include <stdexcept>

namespace chaincore::sync {

// An object of its own: a fixture's destructors would change its kind under the chain thread's eyes.
class Gate final : public state::ChainListener {
public:
    // Before the first block: none is published until open().
    void close() { is_closed_ = true; }
    // Until a block waits before the closed gate.
    void wait() { reached_.wait(); }
    void open() { opened_.count_down(); }

private:
    void on_committed(const state::ChainChange&) override {
        if (!is_closed_.exchange(false)) return;
        reached_.count_down();
        opened_.wait();
    }
    void on_published(const state::ChainChange&) override {}

    std::latch reached_{1};
    std::latch opened_{1};
    std::atomic<bool> is_closed_ = false;
};

class ChainThreadFixture : public state::StateFixture {
protected:
    ChainThreadFixture() : chain_(std::move(state_), kParams, clock_, gate_) {}

    void connect(const test::TestChain& blocks, std::size_t first, std::size_t last) {
        for (std::size_t height = first; height <= last; ++height)
            if (!std::holds_alternative<state::Accepted>(chain_.submit(blocks.block(height), state::BlockOrigin::peer)))
                throw std::logic_error("a test's chain refuses a block");
    }

    // The chain thread has this block in hand, and no time for others, until the gate is opened.
    void hold(const chain::Block& block) {
        gate_.close();
        held_ = chain_.post(block, state::BlockOrigin::peer);
        gate_.wait();
    }

    std::uint64_t length() const { return chain_.tip() ? chain_.tip()->length() : 0; }
    std::string tip_hash() const { return chain_.tip()->block.hash.to_hex(); }

    Gate gate_;
    std::future<state::Outcome> held_;
    state::ChainThread chain_;
};

}  // namespace chaincore::sync
