// SPDX-License-Identifier: MIT
#include "api/routes/block_contents.hpp"

#include "chaincore/chain/block_reader.hpp"

#include <utility>

namespace chaincore::api {

std::string BlockContents::transaction_json_at(std::uint64_t position) const {
    const Confirmation confirmation{summary.header.height.to_natural().value_or(0), summary.hash, position,
                                    confirmations};
    return transaction_json(block.transactions.at(position), confirmation, coins);
}

Result<BlockContents, Error> contents_of(const ChainView& chain, std::uint64_t height) {
    BlockContents contents;
    auto summary = chain.block_summary(height);
    if (!summary) return fail(summary.error());
    contents.summary = *std::move(summary);
    const auto text = chain.block_text(height);
    if (!text) return fail(text.error());
    auto block = chain::BlockReader().read_block(*text);
    if (!block) return fail(Error{block.error().message});
    contents.block = *std::move(block);
    auto spent = chain.spent_by(height);
    if (!spent) return fail(spent.error());
    for (NamedCoin& coin : *spent) contents.coins.add(std::move(coin));
    contents.confirmations = chain.length() - height;
    return contents;
}

}  // namespace chaincore::api
