// SPDX-License-Identifier: MIT
#include "stratum/job.hpp"

#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/chain/coinbase.hpp"
#include "chaincore/chain/merkle.hpp"

namespace chaincore::stratum {
namespace {

// As the work's, but for who is paid.
chain::Transaction coinbase_for(const std::string& payee, const chain::Block& block) {
    const chain::Transaction& coinbase = block.transactions.front();
    return chain::make_coinbase(*block.header.height.to_natural(), payee, coinbase.outputs.front().amount,
                                coinbase.timestamp);
}

miner::Job search_of(const Work& work, const std::string& coinbase_id, const std::vector<std::string>& branch) {
    chain::BlockHeader header = work.block->header;
    header.merkle_root = chain::merkle_root_of_first(coinbase_id, branch);
    return miner::make_job(0, std::move(header), work.window);
}

std::array<std::string, 3> text_around_free_digits(const miner::Job& search) {
    const std::string text =
        chain::header_preimage(finished_header(search, {miner::kLowestNonce, search.window.first}));
    const std::size_t nonce = search.layout.nonce_offset();
    const std::size_t behind_nonce = nonce + miner::kNonceDigits;
    const std::size_t fraction = search.layout.fraction_offset();
    return {text.substr(0, nonce), text.substr(behind_nonce, fraction - behind_nonce),
            text.substr(fraction + miner::kFractionDigits)};
}

}  // namespace

Job::Job(std::uint64_t number, std::shared_ptr<const Work> work, const std::string& payee,
         const std::vector<std::string>& branch)
    : number_(number),
      work_(std::move(work)),
      coinbase_(coinbase_for(payee, *work_->block)),
      search_(search_of(*work_, coinbase_.tx_id, branch)),
      text_(text_around_free_digits(search_)) {}

chain::Block Job::block(const miner::Hit& hit) const {
    chain::Block block = *work_->block;
    block.transactions.front() = coinbase_;
    block.header = finished_header(search_, hit);
    block.hash = header_hash(block.header).to_hex();
    return block;
}

}  // namespace chaincore::stratum
