// SPDX-License-Identifier: MIT
#include "node/stored_texts.hpp"

namespace chaincore::node {

std::uint64_t StoredTexts::length() const {
    const auto tip = chain_.tip();
    return tip ? tip->length() : 0;
}

std::optional<std::string> StoredTexts::block_hash(std::uint64_t height) const {
    const auto tip = chain_.tip();
    if (!tip || height >= tip->length()) return std::nullopt;
    const auto hash = tip->snapshot->hash_at(height);
    return hash && *hash ? std::optional((*hash)->to_hex()) : std::nullopt;
}

std::optional<std::string> StoredTexts::block_text(std::uint64_t height) const {
    const auto tip = chain_.tip();
    if (!tip || height >= tip->length()) return std::nullopt;
    const auto hash = tip->snapshot->hash_at(height);
    if (!hash || !*hash) return std::nullopt;
    const auto text = tip->snapshot->block_text(**hash);
    return text ? *text : std::nullopt;
}

}  // namespace chaincore::node
