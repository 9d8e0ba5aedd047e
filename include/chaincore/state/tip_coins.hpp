// SPDX-License-Identifier: MIT
// The coins of a tip, as the rules ask for them. One thread; make one for each question.
#pragma once

#include "chaincore/consensus/utxo_view.hpp"
#include "chaincore/state/tip.hpp"
#include "chaincore/util/result.hpp"

#include <memory>
#include <optional>

namespace chaincore::state {

class TipCoins final : public consensus::UtxoView {
public:
    explicit TipCoins(std::shared_ptr<const Tip> tip) : tip_(std::move(tip)) {}

    // None, too, where the store cannot be read: failure() then says why.
    std::optional<consensus::Coin> find(const consensus::OutPoint& out_point) const override {
        auto coin = tip_->snapshot->coin(out_point);
        if (coin) return *std::move(coin);
        failure_ = coin.error();
        return std::nullopt;
    }
    const std::optional<Error>& failure() const { return failure_; }

private:
    std::shared_ptr<const Tip> tip_;
    mutable std::optional<Error> failure_;
};

}  // namespace chaincore::state
