// SPDX-License-Identifier: MIT
// A recorded chain of 1,000 blocks with their payments through the rules and into the store: blocks per second, one
// synced write for each block or for groups of them. Beside it, what the disk alone can do: appends of a block's size,
// each synced.

#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/state/chain_state.hpp"
#include "chaincore/storage/chain_database.hpp"
#include "chaincore/util/check.hpp"
#include "chaincore/util/clock.hpp"
#include "chaincore/util/log.hpp"
#include "recorded_chain.hpp"
#include "scratch_directory.hpp"

#include <benchmark/benchmark.h>

#include <fcntl.h>
#include <string>
#include <unistd.h>

namespace chaincore::bench {
namespace {

void connect_recorded_chain(const std::vector<chain::Block>& blocks, std::size_t group) {
    const ScratchDirectory directory("chain_state_bench");
    auto database =
        storage::ChainDatabase::open(directory.path(), {chain::Network::classic, 2}, storage::OpenMode::create);
    CHAINCORE_CHECK(database.has_value());
    const util::SystemClock clock;
    util::NullLog log;
    const auto state = state::ChainState::open(*database, chain::classic_params(2), clock, log);
    CHAINCORE_CHECK(state.has_value());
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        const auto outcome = (*state)->accept(blocks[i], state::BlockOrigin::peer);
        CHAINCORE_CHECK(std::holds_alternative<state::Accepted>(outcome));
        if ((i + 1) % group == 0) CHAINCORE_CHECK((*state)->commit().has_value());
    }
    CHAINCORE_CHECK((*state)->commit().has_value());
}

void synced_commits(benchmark::State& state) {
    const auto& blocks = recorded_blocks();
    for (auto _ : state) connect_recorded_chain(blocks, static_cast<std::size_t>(state.range(0)));
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(blocks.size()));
}

void synced_appends(benchmark::State& state) {
    const ScratchDirectory directory("chain_state_bench");
    const std::string text = canonical_json(recorded_blocks().back());
    const int file = ::open((directory.path() / "log").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    CHAINCORE_CHECK(file >= 0);
    for (auto _ : state) {
        CHAINCORE_CHECK(::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()));
        CHAINCORE_CHECK(::fdatasync(file) == 0);
    }
    ::close(file);
    state.SetItemsProcessed(state.iterations());
}

BENCHMARK(synced_commits)->ArgName("group")->Arg(1)->Arg(16)->Arg(1000)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(synced_appends)->Unit(benchmark::kMicrosecond)->UseRealTime();

}  // namespace
}  // namespace chaincore::bench
