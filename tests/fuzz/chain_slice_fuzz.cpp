// SPDX-License-Identifier: MIT
// A peer's /chain answer, cut into pieces by the network: whatever their sizes, the same blocks come out of it and it
// is refused for the same reason; and an answer that is accepted is JSON from its first byte to its last.
#include "chaincore/chain/block_reader.hpp"
#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/chain/json_reader.hpp"
#include "chaincore/sync/chain_scanner.hpp"
#include "fuzz/guarded_pages.hpp"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

using namespace chaincore;
using chain::Rule;
using fuzz::require;

namespace {

// Small enough for the fuzzer to reach them.
constexpr sync::ScannerLimits kLimits{.block_bytes = 3000, .envelope_bytes = 500};

struct Reading {
    std::vector<std::string> blocks;  // in canonical form
    bool all_strict = true;           // the reader that checks every byte accepts them, too
    std::optional<Rule> refused;

    bool operator==(const Reading&) const = default;
};

// Both are limits of one block's text: where one piece crosses both, the order in which they are asked decides.
Rule kind_of(Rule rule) { return rule == Rule::too_deep ? Rule::block_too_large : rule; }

// They keep their buffers from one input to the next.
struct Readers {
    chain::BlockReader in_place;
    chain::BlockReader strict;
    fuzz::GuardedPages pages;
};

class PieceReader {
public:
    explicit PieceReader(Readers& readers) : readers_(readers) {}

    void append(std::string_view piece) {
        if (reading_.refused) return;
        scanner_.append(piece);
        while (take_block()) continue;
    }

    Reading finish() {
        if (reading_.refused) return reading_;
        require(scanner_.count() == reading_.blocks.size(), "every block that was handed out is counted");
        if (const auto verdict = scanner_.finish(); !verdict) reading_.refused = kind_of(verdict.error().rule);
        return reading_;
    }

private:
    bool take_block() {
        const auto slice = scanner_.next();
        if (!slice) reading_.refused = kind_of(slice.error().rule);
        if (!slice || !*slice) return false;
        require((*slice)->size() <= kLimits.block_bytes, "no block is longer than the limit");
        require((*slice)->front() == '{', "a slice is an object");
        const auto block = readers_.in_place.read_block_slice(**slice);
        const auto from_copy = readers_.in_place.read_block_slice(readers_.pages.copy(**slice));
        require(block.has_value() == from_copy.has_value(), "what stands behind a slice does not matter");
        if (!block) {
            reading_.refused = kind_of(block.error().rule);
            return false;
        }
        require(*block == *from_copy, "what stands behind a slice does not matter");
        reading_.all_strict = reading_.all_strict && readers_.strict.read_block(**slice).has_value();
        reading_.blocks.push_back(canonical_json(*block));
        return true;
    }

    sync::ChainScanner scanner_{"chain", kLimits};
    Readers& readers_;
    Reading reading_;
};

// next_size() says how long the next piece is.
template <class NextSize>
Reading read_in_pieces(std::string_view text, NextSize next_size) {
    static Readers readers;
    PieceReader reader(readers);
    while (!text.empty()) {
        const std::size_t size = std::min<std::size_t>(text.size(), next_size());
        reader.append(text.substr(0, size));
        text.remove_prefix(size);
    }
    return reader.finish();
}

// The text has passed the scanner and the strict reader of its blocks.
void require_json(std::string_view text, std::size_t block_count) {
    const auto value = chain::parse_json(text);
    if (!value && value.error().rule == Rule::too_deep) return;  // the list adds two levels to those of a block
    // A member that blocks drop is checked for syntax, not for what its strings and numbers hold.
    const auto syntax = chain::check_json_syntax(text);
    require(syntax.has_value(), "an answer that is accepted is JSON");
    if (!value) return;
    const auto* list = value->find("chain");
    require(list != nullptr, "an answer that is accepted has the list");
    const auto* elements = list->get_if<chain::JsonArray>();
    require(elements != nullptr && elements->size() == block_count, "every element of the list was handed out");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::as_text(data, size);
    const Reading whole = read_in_pieces(text, [&] { return text.size(); });
    require(read_in_pieces(text, [] { return 1; }) == whole, "bytes that come one by one make the same answer");
    std::minstd_rand sizes(static_cast<unsigned>(std::hash<std::string_view>{}(text)));
    require(read_in_pieces(text, [&] { return 1 + sizes() % 200; }) == whole, "pieces make the same answer");
    if (!whole.refused && whole.all_strict) require_json(text, whole.blocks.size());
    return 0;
}
