// SPDX-License-Identifier: MIT
#include "sync/block_list_reader.hpp"

#include <utility>

namespace chaincore::sync {

net::Reception BlockListReader::append(std::string_view piece) {
    scanner_.append(piece);
    while (!fault_ && read_next()) {
    }
    if (fault_) return net::Reception::enough;
    return count_ > 0 ? net::Reception::flowing : net::Reception::waiting;
}

void BlockListReader::finish() {
    if (fault_) return;
    if (auto verdict = scanner_.finish(); !verdict) note_broken_list(verdict.error());
}

// False: the rest has not arrived yet.
bool BlockListReader::read_next() {
    const auto slice = scanner_.next();
    if (!slice) {
        note_broken_list(slice.error());
        return false;
    }
    if (!*slice) return false;
    if (auto block = reader_.read_block_slice(**slice))
        take(*std::move(block), (*slice)->size());
    else
        fault_ = BlockRefused{next_height_, block.error()};
    return true;
}

void BlockListReader::take(chain::Block block, std::size_t bytes) {
    const std::uint64_t height = next_height_++;
    ++count_;
    if (block.header.height == chain::Number{height})
        fault_ = handle_(std::move(block), height, bytes);
    else
        fault_ = BlockRefused{height,
                              {chain::Rule::block_index, "index: found " + block.header.height.text() + ", expected " +
                                                             std::to_string(height) + ", its place in the list"}};
}

// Too large or too deep is a block that other nodes may follow; the rest is what no chain looks like.
void BlockListReader::note_broken_list(const chain::Rejection& rejection) {
    if (rejection.rule == chain::Rule::block_too_large || rejection.rule == chain::Rule::too_deep)
        fault_ = BlockRefused{next_height_, rejection};
    else
        fault_ = PeerFailed{"the answer is no list of blocks: " + rejection.message};
}

}  // namespace chaincore::sync
