// SPDX-License-Identifier: MIT
#include "sync/header_chain.hpp"

#include "chaincore/chain/in_quotes.hpp"
#include "chaincore/consensus/check_block.hpp"
#include "chaincore/util/check.hpp"

namespace chaincore::sync {

using chain::reject;
using chain::Rule;

chain::Verdict HeaderChain::append(const chain::BlockHeader& header, const std::string& hash) {
    if (header.height != chain::Number{end()})
        return reject(Rule::block_index, "index: found " + header.height.text() + ", expected " +
                                             std::to_string(end()) + ", its place in the list");
    const std::string previous = last().hash.to_hex();
    if (header.previous_hash != previous)
        return reject(Rule::previous_hash, "previous_hash: found " + chain::in_quotes(header.previous_hash) +
                                               ", expected that of the block before it, \"" + previous + '"');
    if (auto verdict = consensus::check_header(header, hash, params_); !verdict) return verdict;
    const auto checked = crypto::Hash256::from_hex(hash);
    CHAINCORE_CHECK(checked);
    hashes_.push_back(*checked);
    work_ = work_ + consensus::block_work(params_, header);
    return {};
}

HeaderChain::Root HeaderChain::last() const { return {end(), is_empty() ? root_.hash : hashes_.back(), work_}; }

}  // namespace chaincore::sync
