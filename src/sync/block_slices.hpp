// SPDX-License-Identifier: MIT
// The blocks of a list that is cut while it arrives: each is handed over with the height at which it must stand. One
// thread.
#pragma once

#include "chaincore/chain/block.hpp"
#include "chaincore/chain/block_reader.hpp"
#include "chaincore/chain/written_block.hpp"
#include "sync/list_reader.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>

namespace chaincore::sync {

struct SizedBlock {
    chain::SharedBlock block;
    std::size_t bytes = 0;  // of the text that it came in
};

// What is done with each block; bytes: of its text.
using BlockHandler =
    std::function<Result<net::Reception, DownloadFault>(chain::Block block, std::uint64_t height, std::size_t bytes)>;

// Makes the blocks of a list whose first one stands at that height. handle must outlive it.
class BlockSlices {
public:
    BlockSlices(std::uint64_t first_height, const BlockHandler& handle) : next_height_(first_height), handle_(handle) {}

    Result<net::Reception, DownloadFault> take(std::string_view slice);

private:
    chain::BlockReader reader_;
    std::uint64_t next_height_;
    const BlockHandler& handle_;
};

}  // namespace chaincore::sync
