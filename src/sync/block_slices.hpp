// SPDX-License-Identifier: MIT
// The blocks of one answer, while it arrives: each is handed over with the height at which it must stand. One thread.
#pragma once

#include "chaincore/chain/block.hpp"
#include "chaincore/chain/block_reader.hpp"
#include "sync/list_reader.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace chaincore::sync {

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

class BlockListReader {
public:
    // list_key: the member that holds the blocks. handle must outlive it.
    BlockListReader(std::string list_key, std::uint64_t first_height, const BlockHandler& handle)
        : slices_(first_height, handle),
          list_(ListKind::blocks, std::move(list_key), first_height,
                [this](std::string_view slice) { return slices_.take(slice); }) {}
    BlockListReader(const BlockListReader&) = delete;
    BlockListReader& operator=(const BlockListReader&) = delete;

    net::Reception append(std::string_view piece) { return list_.append(piece); }
    // The answer has ended.
    void finish() { list_.finish(); }

    std::uint64_t count() const { return list_.count(); }
    const std::optional<DownloadFault>& fault() const { return list_.fault(); }

private:
    BlockSlices slices_;
    ListReader list_;
};

}  // namespace chaincore::sync
