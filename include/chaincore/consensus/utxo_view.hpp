// SPDX-License-Identifier: MIT
// The read side of state: all that the rules ask of it. The caller of connect_block says from which thread.
#pragma once

#include "chaincore/consensus/coin.hpp"

#include <optional>

namespace chaincore::consensus {

class UtxoView {
public:
    virtual ~UtxoView() = default;

    // The coin, where it exists and is unspent as of the block before the one that is judged.
    virtual std::optional<Coin> find(const OutPoint& out_point) const = 0;
};

}  // namespace chaincore::consensus
