// SPDX-License-Identifier: MIT
// A block from a stranger: what is read survives its canonical form, both readers agree on it, judging it does not
// crash, and a more difficult network accepts nothing that an easier one refuses.
#include "chaincore/chain/block_reader.hpp"
#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/chain/json_reader.hpp"
#include "chaincore/consensus/check_block.hpp"
#include "fuzz/guarded_pages.hpp"

using namespace chaincore;
using fuzz::require;

namespace {

bool is_canonical(const std::string& text) {
    const auto value = chain::parse_json(text);
    return value && canonical_json(*value) == text;
}

void judge(const chain::Block& block) {
    bool refused = false;
    for (const std::uint64_t difficulty : {1U, 2U, 5U, 64U}) {
        const bool valid = consensus::check_block(block, chain::classic_params(difficulty)).has_value();
        require(!(valid && refused), "what an easier network refuses is refused");
        refused = !valid;
        if (valid) require(block.hash == header_hash(block.header).to_hex(), "a hash is never taken on trust");
    }
    static_cast<void>(consensus::check_block(block, chain::mainline_params()));
    static_cast<void>(consensus::check_not_ahead(block.header, util::WallTime{std::chrono::hours{490'000}}));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static chain::BlockReader reader;
    static fuzz::GuardedPages pages;
    const std::string_view text = fuzz::as_text(data, size);
    const auto block = reader.read_block(text);
    if (!block) return 0;

    const auto from_slice = reader.read_block_slice(pages.copy(text));
    require(from_slice && *from_slice == *block, "the reader of slices reads the same block");
    const std::string canonical = canonical_json(*block);
    require(is_canonical(canonical), "the block is written in canonical JSON");
    require(is_canonical(header_preimage(block->header)), "what is hashed is canonical JSON");
    const auto again = reader.read_block(canonical);
    require(again && *again == *block, "the canonical form is read as the same block");
    judge(*block);
    return 0;
}
