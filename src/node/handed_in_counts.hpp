// SPDX-License-Identifier: MIT
// What has become of the blocks that miners handed in. Any thread.
#pragma once

#include "chaincore/api/node_figures.hpp"
#include "chaincore/state/outcome.hpp"

#include <atomic>
#include <cstdint>
#include <variant>

namespace chaincore::node {

class HandedInCounts {
public:
    // One that is handed in again is the same one; of one that was not judged nothing is known.
    void note(const state::Outcome& outcome) {
        if (const auto* accepted = std::get_if<state::Accepted>(&outcome)) accepted_ += accepted->is_duplicate ? 0 : 1;
        if (std::holds_alternative<state::Stale>(outcome)) ++stale_;
        if (std::holds_alternative<chain::Rejection>(outcome)) ++refused_;
    }

    api::HandedInBlocks counts() const { return {accepted_, stale_, refused_}; }

private:
    std::atomic<std::uint64_t> accepted_ = 0;
    std::atomic<std::uint64_t> stale_ = 0;
    std::atomic<std::uint64_t> refused_ = 0;
};

}  // namespace chaincore::node
