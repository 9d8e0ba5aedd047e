// SPDX-License-Identifier: MIT
// What it takes to take up a chain: cutting and reading the answer (nlohmann/json on the same bytes beside it), judging
// what needs no chain, signatures on one core and on all, and the whole, into a store, with signatures and where the
// operator vouches for the blocks. "payments" of one input are in
// each block. Ratios are made of the times of one run.

#include "chain_maker.hpp"
#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/consensus/chain_replay.hpp"
#include "chaincore/consensus/check_block.hpp"
#include "chaincore/consensus/check_spend.hpp"
#include "chaincore/state/chain_thread.hpp"
#include "chaincore/storage/chain_database.hpp"
#include "chaincore/sync/block_feed.hpp"
#include "chaincore/sync/chain_response_parser.hpp"
#include "chaincore/util/check.hpp"
#include "chaincore/util/clock.hpp"
#include "chaincore/util/log.hpp"
#include "chaincore/util/parallel.hpp"
#include "scratch_directory.hpp"
#include "sync/block_slices.hpp"

#include <benchmark/benchmark.h>
#include <nlohmann/json.hpp>

#include <map>
#include <string>
#include <thread>
#include <vector>

namespace chaincore::bench {
namespace {

constexpr std::size_t kPieceSize = std::size_t{64} << 10;  // as they come from a socket
constexpr std::uint32_t kBlocks = 12000;

const chain::NetworkParams kParams = chain::classic_params(1);

struct MadeChain {
    std::vector<chain::Block> blocks;
    std::string answer;
};

const MadeChain& made_chain(std::int64_t payments) {
    static std::map<std::int64_t, MadeChain> chains;
    MadeChain& made = chains[payments];
    if (!made.blocks.empty()) return made;
    tools::ChainRecipe recipe;
    recipe.transactions = static_cast<std::uint32_t>(payments);
    tools::ChainMaker maker(recipe);
    made.answer = "{\"chain\": [";
    for (std::uint32_t i = 0; i < kBlocks; ++i) {
        made.blocks.push_back(maker.next());
        made.answer += (i == 0 ? "" : ", ") + canonical_json(made.blocks.back());
    }
    made.answer += "], \"length\": " + std::to_string(kBlocks) + "}";
    return made;
}

template <class Append>
void in_pieces(std::string_view answer, const Append& append) {
    for (std::size_t at = 0; at < answer.size(); at += kPieceSize) append(answer.substr(at, kPieceSize));
}

template <class Reader>
void read_answer(benchmark::State& state) {
    const MadeChain& made = made_chain(state.range(0));
    for (auto _ : state) {
        Reader reader;
        std::size_t blocks = 0;
        in_pieces(made.answer, [&](std::string_view piece) {
            reader.append(piece);
            for (auto next = reader.next(); next && *next; next = reader.next()) ++blocks;
        });
        CHAINCORE_CHECK(blocks == kBlocks && reader.finish());
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(made.answer.size()));
    state.SetItemsProcessed(state.iterations() * kBlocks);
}

void read_with_nlohmann(benchmark::State& state) {
    const MadeChain& made = made_chain(state.range(0));
    for (auto _ : state) benchmark::DoNotOptimize(nlohmann::json::parse(made.answer));
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(made.answer.size()));
    state.SetItemsProcessed(state.iterations() * kBlocks);
}

// Ids, Merkle roots, work and sizes.
void hash_only(benchmark::State& state) {
    const MadeChain& made = made_chain(state.range(0));
    for (auto _ : state)
        for (const chain::Block& block : made.blocks)
            CHAINCORE_CHECK(consensus::check_block(block, kParams).has_value());
    state.SetItemsProcessed(state.iterations() * kBlocks);
}

// A block's payments, and the coins that they spend.
using Spends = std::vector<std::pair<const chain::Transaction*, std::vector<consensus::NamedCoin>>>;

std::vector<Spends> spends_of(const std::vector<chain::Block>& blocks) {
    consensus::ChainReplay replay(kParams);
    std::vector<Spends> all;
    for (const chain::Block& block : blocks) {
        Spends& spends = all.emplace_back();
        for (std::size_t i = 1; i < block.transactions.size(); ++i) {
            auto spend = consensus::check_spend(block.transactions[i], replay.coins());
            CHAINCORE_CHECK(spend.has_value());
            spends.emplace_back(&block.transactions[i], std::move(spend->coins));
        }
        CHAINCORE_CHECK(replay.append(block).has_value());
    }
    return all;
}

void verify_only(benchmark::State& state) {
    const auto all = spends_of(made_chain(state.range(0)).blocks);
    const std::size_t threads = state.range(1) == 0 ? std::thread::hardware_concurrency() : 1;
    for (auto _ : state)
        util::for_each_in_parallel(all, threads, [](const Spends& spends) {
            for (const auto& [transaction, coins] : spends)
                CHAINCORE_CHECK(consensus::check_signatures(*transaction, coins).has_value());
        });
    state.SetItemsProcessed(state.iterations() * kBlocks);
}

class NoListener final : public state::ChainListener {
public:
    void on_committed(const state::ChainChange&) override {}
    void on_published(const state::ChainChange&) override {}
};

std::vector<crypto::Hash256> hashes_of(const std::vector<chain::Block>& blocks) {
    std::vector<crypto::Hash256> hashes;
    for (const chain::Block& block : blocks) hashes.push_back(*crypto::Hash256::from_hex(block.hash));
    return hashes;
}

// From the answer's bytes to a store on this disk.
void sync_whole(benchmark::State& state, bool is_vouched_for) {
    const MadeChain& made = made_chain(state.range(0));
    const util::SystemClock clock;
    util::NullLog log;
    NoListener listener;
    for (auto _ : state) {
        const ScratchDirectory directory("sync_bench");
        auto database =
            storage::ChainDatabase::open(directory.path(), {chain::Network::classic, 1}, storage::OpenMode::create);
        CHAINCORE_CHECK(database.has_value());
        auto chain_state = state::ChainState::open(*database, kParams, clock, log);
        CHAINCORE_CHECK(chain_state.has_value());
        state::ChainThread chain(*std::move(chain_state), kParams, clock, listener);
        if (is_vouched_for) chain.vouch_for(hashes_of(made.blocks));
        sync::BlockFeed feed(chain);
        const sync::BlockHandler take = [&](chain::Block block, std::uint64_t height,
                                            std::size_t bytes) -> Result<net::Reception, sync::DownloadFault> {
            CHAINCORE_CHECK(!feed.add(chain::write_out(std::move(block)), height, bytes));
            return net::Reception::flowing;
        };
        sync::BlockSlices slices(0, take);
        sync::ListReader reader(sync::ListKind::blocks, "chain", 0,
                                [&](std::string_view slice) { return slices.take(slice); });
        in_pieces(made.answer, [&](std::string_view piece) { reader.append(piece); });
        CHAINCORE_CHECK(!feed.finish() && feed.accepted() == kBlocks);
    }
    state.SetItemsProcessed(state.iterations() * kBlocks);
}

void whole_sync(benchmark::State& state) { sync_whole(state, false); }
void whole_sync_vouched(benchmark::State& state) { sync_whole(state, true); }

BENCHMARK(read_answer<sync::ChainScanner>)
    ->Name("cut")
    ->ArgName("payments")
    ->Arg(3)
    ->Arg(5)
    ->Unit(benchmark::kMillisecond);
BENCHMARK(read_answer<sync::ChainResponseParser>)
    ->Name("cut_and_parse")
    ->ArgName("payments")
    ->Arg(3)
    ->Arg(5)
    ->Unit(benchmark::kMillisecond);
BENCHMARK(read_with_nlohmann)
    ->Name("nlohmann_json")
    ->ArgName("payments")
    ->Arg(3)
    ->Arg(5)
    ->Unit(benchmark::kMillisecond);
BENCHMARK(hash_only)->ArgName("payments")->Arg(3)->Arg(5)->Unit(benchmark::kMillisecond);
BENCHMARK(verify_only)
    ->ArgNames({"payments", "one_thread"})
    ->ArgsProduct({{5}, {1, 0}})
    ->MeasureProcessCPUTime()
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK(whole_sync)
    ->ArgName("payments")
    ->Arg(3)
    ->Arg(5)
    ->MeasureProcessCPUTime()
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK(whole_sync_vouched)
    ->ArgName("payments")
    ->Arg(2)
    ->Arg(3)
    ->Arg(5)
    ->MeasureProcessCPUTime()
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace chaincore::bench
