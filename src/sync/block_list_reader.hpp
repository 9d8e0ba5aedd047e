// SPDX-License-Identifier: MIT
// The blocks of one answer, while it arrives: each is handed over with the height at which it must stand. One thread.
#pragma once

#include "chaincore/chain/block.hpp"
#include "chaincore/chain/block_reader.hpp"
#include "chaincore/net/http_client.hpp"
#include "chaincore/sync/chain_download.hpp"
#include "chaincore/sync/chain_scanner.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace chaincore::sync {

class BlockListReader {
public:
    // list_key: the member that holds the blocks. handle must outlive it.
    BlockListReader(std::string list_key, std::uint64_t first_height, const BlockHandler& handle)
        : scanner_(std::move(list_key)), next_height_(first_height), handle_(handle) {}

    net::Reception append(std::string_view piece);
    // The answer has ended.
    void finish();

    std::uint64_t count() const { return count_; }
    // An answer that is no list of blocks is its peer's failure; a block that cannot be read is refused.
    const std::optional<DownloadFault>& fault() const { return fault_; }

private:
    bool read_next();
    void take(chain::Block block, std::size_t bytes);
    void note_broken_list(const chain::Rejection& rejection);

    ChainScanner scanner_;
    chain::BlockReader reader_;
    std::uint64_t next_height_;
    const BlockHandler& handle_;
    std::uint64_t count_ = 0;
    std::optional<DownloadFault> fault_;
};

}  // namespace chaincore::sync
