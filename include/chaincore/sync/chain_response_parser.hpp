// SPDX-License-Identifier: MIT
// Turns a /chain answer into blocks while it arrives: the scanner cuts, the block reader reads. One thread at a time.
#pragma once

#include "chaincore/chain/block.hpp"
#include "chaincore/chain/block_reader.hpp"
#include "chaincore/chain/rejection.hpp"
#include "chaincore/sync/chain_scanner.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace chaincore::sync {

class ChainResponseParser {
public:
    explicit ChainResponseParser(ChainScanner scanner = ChainScanner{}) : scanner_(std::move(scanner)) {}

    void append(std::string_view bytes) { scanner_.append(bytes); }

    // The next block; none until more is appended.
    Result<std::optional<chain::Block>, chain::Rejection> next();

    // The answer has ended: was it whole?
    chain::Verdict finish() { return scanner_.finish(); }

private:
    ChainScanner scanner_;
    chain::BlockReader reader_;
};

}  // namespace chaincore::sync
