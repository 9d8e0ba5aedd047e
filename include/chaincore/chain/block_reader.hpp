// SPDX-License-Identifier: MIT
// Reads transactions and blocks from JSON. It judges their shape (objects, arrays, texts, numbers, nothing missing,
// no key twice) and drops members that it does not know; values are judged by consensus. One thread at a time.
#pragma once

#include "chaincore/chain/block.hpp"
#include "chaincore/chain/rejection.hpp"
#include "chaincore/chain/transaction.hpp"

#include <memory>
#include <string_view>

namespace chaincore::chain {

// It keeps its buffers: use one reader for many documents.
class BlockReader {
public:
    BlockReader();
    ~BlockReader();
    BlockReader(BlockReader&&) noexcept;
    BlockReader& operator=(BlockReader&&) noexcept;

    // A body that somebody sent us: the whole text must be JSON, in members that we drop, too.
    Result<Transaction, Rejection> read_transaction(std::string_view text);
    Result<Block, Rejection> read_block(std::string_view text);

    // The same, bare or as the member "transaction" or "block" of an object (docs/protocol.md, "Endpoints").
    Result<Transaction, Rejection> read_posted_transaction(std::string_view text);
    Result<Block, Rejection> read_posted_block(std::string_view text);

    // The member "block_template" of an answer to POST /mine_block.
    Result<Block, Rejection> read_template(std::string_view text);

    // A transaction that may still lack its id.
    Result<Transaction, Rejection> read_unsigned_transaction(std::string_view text);

    // A block cut out of a longer answer by a scanner that balanced its brackets and limited their depth. Members
    // that we drop are checked for UTF-8 only.
    Result<Block, Rejection> read_block_slice(std::string_view slice);

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace chaincore::chain
