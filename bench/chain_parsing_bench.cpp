// SPDX-License-Identifier: MIT
// Reading a /chain answer: cutting it into blocks, reading them, and nlohmann/json on the same bytes beside it.

#include "chaincore/sync/chain_response_parser.hpp"
#include "chaincore/sync/chain_scanner.hpp"
#include "chaincore/util/check.hpp"
#include "recorded_chain.hpp"

#include <benchmark/benchmark.h>
#include <nlohmann/json.hpp>

namespace chaincore::bench {
namespace {

constexpr std::size_t kPieceSize = std::size_t{64} << 10;  // as they come from a socket

template <class Reader>
std::size_t read_all(Reader& reader) {
    const std::string_view answer = recorded_answer();
    std::size_t blocks = 0;
    for (std::size_t at = 0; at < answer.size(); at += kPieceSize) {
        reader.append(answer.substr(at, kPieceSize));
        for (auto next = reader.next(); next && *next; next = reader.next()) ++blocks;
    }
    CHAINCORE_CHECK(blocks == 1000 && reader.finish());
    return blocks;
}

template <class Reader>
void read_answer(benchmark::State& state) {
    std::size_t blocks = 0;
    for (auto _ : state) {
        Reader reader;
        blocks += read_all(reader);
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(blocks));
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(recorded_answer().size()));
}
BENCHMARK(read_answer<sync::ChainScanner>)->Name("cut")->Unit(benchmark::kMillisecond);
BENCHMARK(read_answer<sync::ChainResponseParser>)->Name("cut_and_parse")->Unit(benchmark::kMillisecond);

void nlohmann_json(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(nlohmann::json::parse(recorded_answer()));
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(recorded_answer().size()));
}
BENCHMARK(nlohmann_json)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace chaincore::bench
