// SPDX-License-Identifier: MIT
#include "node/genesis_maker.hpp"

#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/chain/genesis.hpp"
#include "chaincore/mempool/template_builder.hpp"
#include "chaincore/miner/job.hpp"
#include "chaincore/miner/kernel.hpp"
#include "chaincore/miner/search_window.hpp"
#include "chaincore/miner/searcher.hpp"
#include "chaincore/util/random.hpp"

#include <algorithm>
#include <atomic>

namespace chaincore::node {

Result<chain::Block, Error> make_genesis(const chain::NetworkParams& params, const util::Clock& clock) {
    if (params.has_fixed_genesis()) return chain::mainline_genesis();
    const miner::Kernel kernel = miner::best_kernel();
    if (auto proven = verify_kernel(kernel); !proven) return fail(proven.error());

    const std::uint64_t difficulty = std::min(params.difficulty, chain::kDefaultClassicDifficulty);
    chain::Block block = mempool::make_genesis_template(difficulty, clock.wall_now());
    const auto window = miner::choose_window(0, clock.wall_now());
    if (!std::holds_alternative<miner::SearchWindow>(window))
        return fail(Error{"this machine's clock shows an impossible time: set it, then start again"});
    const miner::Job job = miner::make_job(0, block.header, std::get<miner::SearchWindow>(window));
    miner::WorkSource work(util::random_number());
    std::atomic<std::uint64_t> tries = 0;
    const auto hit = search(job, kernel, work, tries, [] { return false; });
    if (!hit) return fail(hit.error());
    block.header = finished_header(job, **hit);
    block.hash = header_hash(block.header).to_hex();
    return block;
}

}  // namespace chaincore::node
