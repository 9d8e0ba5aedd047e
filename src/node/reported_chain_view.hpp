// SPDX-License-Identifier: MIT
// A view of the chain that tells the log of what cannot be read: who asked hears that it failed, and the operator must
// hear which file is damaged. Any thread.
#pragma once

#include "chaincore/api/node_service.hpp"
#include "chaincore/util/log.hpp"

#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace chaincore::node {

// Says the same thing once, whoever asks how often, and not more than so many.
class ReadFaults {
public:
    static constexpr std::size_t kMostTold = 100;

    // log must outlive it.
    explicit ReadFaults(util::Log& log) : log_(log) {}

    void tell(const Error& fault) {
        {
            const std::lock_guard lock(mutex_);
            if (told_.size() >= kMostTold || !told_.insert(fault.message).second) return;
        }
        log_.error(fault.message + ": chaincore chain reindex rebuilds what can be rebuilt");
    }

private:
    util::Log& log_;
    std::mutex mutex_;
    std::set<std::string> told_;  // guarded by mutex_
};

class ReportedChainView final : public api::ChainView {
public:
    // faults must outlive it.
    ReportedChainView(std::shared_ptr<const api::ChainView> view, ReadFaults& faults)
        : view_(std::move(view)), faults_(faults) {}

    std::uint64_t length() const override { return view_->length(); }
    Result<std::string, Error> block_text(std::uint64_t height) const override {
        return told(view_->block_text(height));
    }
    Result<std::uint64_t, Error> text_bytes(std::uint64_t first, std::uint64_t last) const override {
        return told(view_->text_bytes(first, last));
    }
    Result<api::BlockSummary, Error> block_summary(std::uint64_t height) const override {
        return told(view_->block_summary(height));
    }
    Result<std::vector<api::AddressCoin>, Error> coins_of(const std::string& address) const override {
        return told(view_->coins_of(address));
    }
    Result<std::vector<api::AddressEvent>, Error> history_of(const std::string& address) const override {
        return told(view_->history_of(address));
    }
    Result<api::AddressHistory, Error> history_of(const std::string& address, std::uint64_t first,
                                                  std::uint64_t count) const override {
        return told(view_->history_of(address, first, count));
    }
    Result<std::optional<std::uint64_t>, Error> height_of(const std::string& hash) const override {
        return told(view_->height_of(hash));
    }
    Result<std::optional<api::TransactionPlace>, Error> place_of(const std::string& tx_id) const override {
        return told(view_->place_of(tx_id));
    }
    Result<std::vector<api::NamedCoin>, Error> coins_after(const std::optional<api::CoinName>& after,
                                                           std::size_t most) const override {
        return told(view_->coins_after(after, most));
    }
    Result<std::optional<api::NamedCoin>, Error> coin(const std::string& tx_id, std::uint32_t index) const override {
        return told(view_->coin(tx_id, index));
    }
    Result<std::vector<api::NamedCoin>, Error> spent_by(std::uint64_t height) const override {
        return told(view_->spent_by(height));
    }

private:
    template <class T>
    Result<T, Error> told(Result<T, Error> result) const {
        if (!result) faults_.tell(result.error());
        return result;
    }

    std::shared_ptr<const api::ChainView> view_;
    ReadFaults& faults_;
};

}  // namespace chaincore::node
