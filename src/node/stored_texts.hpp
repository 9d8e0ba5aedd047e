// SPDX-License-Identifier: MIT
// The blocks of the best chain as texts, for peers that lag behind. Any thread.
#pragma once

#include "chaincore/net/broadcaster.hpp"
#include "chaincore/state/chain_thread.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace chaincore::node {

class StoredTexts final : public net::ChainTexts {
public:
    // chain must outlive it.
    explicit StoredTexts(const state::ChainThread& chain) : chain_(chain) {}
    std::uint64_t length() const override;
    std::optional<std::string> block_text(std::uint64_t height) const override;
    std::optional<std::string> block_hash(std::uint64_t height) const override;

private:
    const state::ChainThread& chain_;
};

}  // namespace chaincore::node
