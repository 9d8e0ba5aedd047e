// SPDX-License-Identifier: MIT
#include "chaincore/state/chain_change.hpp"

#include <iterator>
#include <utility>

namespace chaincore::state {
namespace {

constexpr std::size_t kMostShownBlocks = 32;
constexpr std::size_t kMostReturnedBytes = std::size_t{32} << 20;

template <class T>
void append_all(std::vector<T>& all, std::vector<T>&& later) {
    all.insert(all.end(), std::make_move_iterator(later.begin()), std::make_move_iterator(later.end()));
}

}  // namespace

void ChainChange::show(ConnectedBlock block) {
    if (connected.size() == kMostShownBlocks) connected.erase(connected.begin());
    connected.push_back(std::move(block));
}

void ChainChange::give_back(std::vector<chain::Transaction> payments, std::size_t bytes) {
    returned_bytes += bytes;
    if (returned_bytes <= kMostReturnedBytes) append_all(returned, std::move(payments));
}

void ChainChange::append(ChainChange later) {
    for (ConnectedBlock& block : later.connected) show(std::move(block));
    connected_blocks += later.connected_blocks;
    for (std::size_t i = 0; i < kBlockOrigins; ++i) connected_by_origin[i] += later.connected_by_origin[i];
    connected_transactions += later.connected_transactions;
    append_all(spent, std::move(later.spent));
    disconnected += later.disconnected;
    has_new_genesis |= later.has_new_genesis;
    give_back(std::move(later.returned), later.returned_bytes);
}

}  // namespace chaincore::state
