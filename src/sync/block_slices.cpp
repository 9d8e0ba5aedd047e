// SPDX-License-Identifier: MIT
#include "sync/block_slices.hpp"

#include <utility>

namespace chaincore::sync {

Result<net::Reception, DownloadFault> BlockSlices::take(std::string_view slice) {
    const std::uint64_t height = next_height_++;
    auto block = reader_.read_block_slice(slice);
    if (!block) return fail(DownloadFault{BlockRefused{height, block.error()}});
    if (block->header.height == chain::Number{height}) return handle_(*std::move(block), height, slice.size());
    return fail(DownloadFault{
        BlockRefused{height,
                     {chain::Rule::block_index, "index: found " + block->header.height.text() + ", expected " +
                                                    std::to_string(height) + ", its place in the list"}}});
}

}  // namespace chaincore::sync
