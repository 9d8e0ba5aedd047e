// SPDX-License-Identifier: MIT
// What a peer may do that no honest node does, and which refusals of what it sent are such a thing (docs/protocol.md,
// "Bans"). Any thread.
#pragma once

#include "chaincore/chain/rejection.hpp"

#include <cstdint>

namespace chaincore::net {

enum class Misdeed : std::uint8_t {
    none,
    // These happen to honest nodes, too, now and then: they cost points.
    stall,            // a fetch that gave nothing within its time
    false_claim,      // fewer blocks than it claims
    useless_answer,   // one that goes on and is not what was asked for
    oversize_answer,  // one that is longer than any can be
    // This does not.
    invalid_work,
};

// Of a block or a chain that this rule refuses.
Misdeed misdeed_of(chain::Rule rule);

}  // namespace chaincore::net
