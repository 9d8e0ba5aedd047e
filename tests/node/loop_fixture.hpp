// SPDX-License-Identifier: MIT
// A mining loop over a chain at difficulty 1, with fake devices.
#pragma once

#include "node/chain_fixture.hpp"
#include "node/mining_loop.hpp"
#include "support/fake_backend.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <stdexcept>
#include <thread>
#include <utility>

namespace chaincore::node {

class LoopFixture : public ChainFixture {
protected:
    // Not in a destructor: the chain's thread calls this object until it ends.
    void TearDown() override {
        if (loop_) loop_->stop();
        chain_->stop();
        on_tip_ = [] {};
    }

    static MiningLoop::Backends one(std::unique_ptr<miner::Backend> backend) {
        MiningLoop::Backends backends;
        backends.push_back(std::move(backend));
        return backends;
    }

    // It searches with that device from here on.
    test::FakeBackend& start_with(std::unique_ptr<test::FakeBackend> device, MiningOptions options, util::Log& log,
                                  std::unique_ptr<test::FakeBackend> spare = nullptr) {
        test::FakeBackend& backend = make_with(std::move(device), std::move(options), log, std::move(spare));
        begin();
        return backend;
    }
    // The same without its beginning.
    test::FakeBackend& make_with(std::unique_ptr<test::FakeBackend> device, MiningOptions options, util::Log& log,
                                 std::unique_ptr<test::FakeBackend> spare = nullptr) {
        test::FakeBackend& backend = *device;
        options.address = test::address_of(9);
        loop_.emplace(std::move(options), one(std::move(device)), *pool_, clock_, log, std::move(spare));
        return backend;
    }
    void begin() {
        on_tip_ = [this] { loop_->wake(); };
        EXPECT_TRUE(loop_->prepare());
        loop_->start(*chain_);
    }

    void wait_for_length(std::uint64_t length) {
        wait_until([&] { return chain_->tip()->length() >= length; }, "the chain does not grow");
    }

    // A block counts a moment after it has become the tip.
    void wait_for_accepted(std::uint64_t count) {
        wait_until([&] { return loop_->mined_blocks().accepted >= count; }, "no block of ours is accepted");
    }

    std::optional<MiningLoop> loop_;

private:
    template <typename Condition>
    static void wait_until(Condition holds, const char* complaint) {
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        while (!holds()) {
            if (std::chrono::steady_clock::now() > end) throw std::runtime_error(complaint);
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    }
};

}  // namespace chaincore::node
