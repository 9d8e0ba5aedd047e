// SPDX-License-Identifier: MIT
// Reads blocks that are written as nodes write and store them: all members there, in the order of their keys, nothing
// escaped. It goes from token to token of simdjson's index and compares what it finds with what it expects; anything
// else is left to ShapeReader, which knows why. One thread.
#pragma once

#include "chaincore/chain/block.hpp"

#include <simdjson.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace chaincore::chain {

class StoredBlockReader {
public:
    // text: with simdjson::SIMDJSON_PADDING blanks behind it. False where it is written in another way, or is no block:
    // then there is something in `block`, but not that block.
    bool read(std::string_view text, Block& block);

private:
    bool find_tokens(std::string_view text);
    bool make_room(std::size_t size);

    bool read_block(Block& block);
    bool read(Transaction& transaction);
    bool read(TransactionInput& input);
    bool read(InputSignature& signature);
    bool read(TransactionOutput& output);
    bool read(std::string& text);
    bool read(Number& number);
    template <class T>
    bool read(std::vector<T>& elements, std::size_t limit);
    template <class Target, class... Limit>
    bool member(std::string_view quoted_key, Target& target, Limit... limit);

    bool take(char c);

    std::size_t usual_transactions_ = 0;  // as many as the last block had
    std::unique_ptr<simdjson::internal::dom_parser_implementation> index_;
    const char* text_ = nullptr;
    const std::uint32_t* token_ = nullptr;  // the place of the next token; behind the last one that of a blank
};

}  // namespace chaincore::chain
