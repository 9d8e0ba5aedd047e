// SPDX-License-Identifier: MIT
#include "chaincore/chain/genesis.hpp"

#include "chaincore/chain/coinbase.hpp"

namespace chaincore::chain {

Block mainline_genesis() {
    constexpr std::uint64_t kTimestamp = 1640995200;
    Transaction coinbase =
        make_coinbase(kTimestamp, "1ChainCoreGenesisBlock000000000000000000", Number{50.0}, Number{kTimestamp});
    coinbase.tx_id = "genesis_coinbase_000000000000000000000000000000000000000000000000";

    Block block;
    block.header.height = Number{0};
    block.header.previous_hash = kZeroHash;
    block.header.merkle_root = "f1a2b3c4d5e6f7a8b9c0d1e2f3a4b5c6d7e8f9a0b1c2d3e4f5a6b7c8d9e0f1a2";
    block.header.timestamp = Number{kTimestamp};
    block.header.nonce = Number{46763};
    block.header.target_difficulty = Number{2};
    block.transactions = {std::move(coinbase)};
    block.hash = "00a8f5f2c7d1e4b3c6d9e2f1a4b7c8d2e5f3a6b9c1d4e7f2a5b8c3d6e9f1a4b7";
    return block;
}

}  // namespace chaincore::chain
