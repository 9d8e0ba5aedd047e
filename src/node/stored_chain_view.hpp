// SPDX-License-Identifier: MIT
// A tip as the API reads it. Any thread.
#pragma once

#include "chaincore/api/node_service.hpp"
#include "chaincore/state/tip.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace chaincore::node {

class StoredChainView final : public api::ChainView {
public:
    // tip: nullptr before the genesis.
    explicit StoredChainView(std::shared_ptr<const state::Tip> tip) : tip_(std::move(tip)) {}

    std::uint64_t length() const override { return tip_ ? tip_->length() : 0; }
    Result<std::string, Error> block_text(std::uint64_t height) const override;
    Result<std::uint64_t, Error> text_bytes(std::uint64_t first, std::uint64_t last) const override;
    Result<api::BlockSummary, Error> block_summary(std::uint64_t height) const override;
    Result<std::vector<api::AddressCoin>, Error> coins_of(const std::string& address) const override;
    Result<std::vector<api::AddressEvent>, Error> history_of(const std::string& address) const override;
    Result<api::AddressHistory, Error> history_of(const std::string& address, std::uint64_t first,
                                                  std::uint64_t count) const override;
    Result<std::optional<std::uint64_t>, Error> height_of(const std::string& hash) const override;
    Result<std::optional<api::TransactionPlace>, Error> place_of(const std::string& tx_id) const override;
    Result<std::vector<api::NamedCoin>, Error> coins_after(const std::optional<api::CoinName>& after,
                                                           std::size_t most) const override;
    Result<std::optional<api::NamedCoin>, Error> coin(const std::string& tx_id, std::uint32_t index) const override;
    Result<std::vector<api::NamedCoin>, Error> spent_by(std::uint64_t height) const override;

private:
    using Entries = std::span<const storage::HistoryEntry>;

    Result<crypto::Hash256, Error> hash_at(std::uint64_t height) const;
    Result<storage::BlockRecord, Error> record_at(std::uint64_t height) const;
    Result<std::vector<api::AddressEvent>, Error> events_of(Entries entries) const;

    std::shared_ptr<const state::Tip> tip_;
};

}  // namespace chaincore::node
