// SPDX-License-Identifier: MIT
// A block beside its canonical JSON, which is what is stored, served and measured against the size limit: written once,
// when the block arrives. Immutable, any thread.
#pragma once

#include "chaincore/chain/block.hpp"
#include "chaincore/chain/canonical_json.hpp"

#include <memory>
#include <string>
#include <utility>

namespace chaincore::chain {

struct WrittenBlock {
    Block block;
    std::string text;  // canonical_json(block)
};

using SharedBlock = std::shared_ptr<const WrittenBlock>;

inline SharedBlock write_out(Block block) {
    std::string text = canonical_json(block);
    return std::make_shared<const WrittenBlock>(std::move(block), std::move(text));
}

}  // namespace chaincore::chain
