// SPDX-License-Identifier: MIT
// Our best chain as it was when a download began, to compare a peer's with. One thread.
#pragma once

#include "chaincore/state/tip.hpp"
#include "chaincore/sync/download_fault.hpp"
#include "sync/header_chain.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace chaincore::sync {

class OurChain {
public:
    // nullptr: we have none.
    explicit OurChain(std::shared_ptr<const state::Tip> tip)
        : tip_(std::move(tip)), length_(tip_ ? tip_->length() : 0) {}

    std::uint64_t length() const { return length_; }
    bool has(std::uint64_t height, std::string_view hash) const;
    // It has not changed since.
    bool is_still(const std::shared_ptr<const state::Tip>& tip) const {
        return tip_ && tip ? tip_->block.hash == tip->block.hash : !tip_ && !tip;
    }
    // On it or beside it.
    bool knows(const crypto::Hash256& hash) const;
    // What a header of that height builds on, where it leaves our chain.
    Result<HeaderChain::Root, DownloadFault> root_before(std::uint64_t height) const;

    // A snapshot of the store must not be held for as long as a long download takes: nothing is ours any more.
    void release() { tip_.reset(); }

private:
    std::shared_ptr<const state::Tip> tip_;
    const std::uint64_t length_;
};

}  // namespace chaincore::sync
