// SPDX-License-Identifier: MIT
// A node whose chain changes while it is asked, and that counts who looks at it. Any thread.
#pragma once

#include "api/fake_node.hpp"
#include "chaincore/util/published.hpp"

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

namespace chaincore::test {

class ChangingNode final : public FakeNode {
public:
    // One thread at a time. The blocks from `fork` on are other ones than before, whose hashes begin with this.
    void grow(std::uint64_t length) { branch_off(length, length, ""); }
    void branch_off(std::uint64_t fork, std::uint64_t length, const std::string& branch) {
        auto changed = std::make_shared<FakeChain>(*chain_.get());
        changed->blocks.resize(length, "text");
        for (std::uint64_t height = fork; height < length; ++height)
            changed->hashes[height] = branch + std::to_string(height);
        chain_.set(std::move(changed));
    }
    void fail_to_read(bool fails) {
        auto changed = std::make_shared<FakeChain>(*chain_.get());
        changed->fails = fails;
        chain_.set(std::move(changed));
    }

    std::shared_ptr<const api::ChainView> chain() const override {
        ++looks;
        return chain_.get();
    }
    api::StatusReport status() const override {
        api::StatusReport said = FakeNode::status();
        said.pending_transactions = pending;
        return said;
    }
    api::NodeFigures figures() const override {
        ++figure_looks;
        return FakeNode::figures();
    }

    std::atomic<std::uint64_t> pending = 0;  // transactions
    mutable std::atomic<int> looks = 0;      // at the chain
    mutable std::atomic<int> figure_looks = 0;

private:
    util::Published<FakeChain> chain_{std::make_shared<FakeChain>()};
};

}  // namespace chaincore::test
