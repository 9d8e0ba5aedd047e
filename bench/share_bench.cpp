// SPDX-License-Identifier: MIT
// What one share costs the node beside its socket: the line is read, the header put together and hashed from canonical
// JSON, the answer written (docs/scaling.md). Beside it the notice of a job, which sessions that are paid alike share.

#include "chaincore/crypto/hash256.hpp"
#include "chaincore/miner/job.hpp"
#include "chaincore/stratum/message.hpp"
#include "chaincore/stratum/share_difficulty.hpp"
#include "chaincore/util/check.hpp"

#include <benchmark/benchmark.h>

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

namespace chaincore::bench {
namespace {

constexpr std::uint64_t kSecond = 1'795'367'986;
constexpr std::string_view kSubmit =
    R"({"id": 9, "method": "mining.submit", "params": ["1Jyvk4XMZcQfTiefmrcCqUNvYU2JCARZdJ.rig1", "2f", )"
    R"("1000007000000000042", "339563"]})";

miner::Job job_to_share() {
    chain::BlockHeader header;
    header.height = chain::Number{std::uint64_t{34}};
    header.previous_hash = std::string(64, 'a');
    header.merkle_root = std::string(64, 'b');
    header.target_difficulty = chain::Number{std::uint64_t{5}};
    return miner::make_job(1, std::move(header), {kSecond, 1, 999'999});
}

std::uint64_t number_of(const chain::JsonValue& value) {
    const auto* text = value.get_if<std::string>();
    std::uint64_t number = 0;
    CHAINCORE_CHECK(text != nullptr);
    std::from_chars(text->data(), text->data() + text->size(), number);
    return number;
}

std::string judged(const miner::Job& job, std::string_view line, std::uint64_t difficulty) {
    const auto request = stratum::read_request(line);
    CHAINCORE_CHECK(request.has_value() && request->params.size() == 4);
    const miner::Hit hit{number_of(request->params[2]), static_cast<std::uint32_t>(number_of(request->params[3]))};
    if (!stratum::is_share(miner::candidate_hash(job, hit), difficulty))
        return stratum::fault_line(request->id, {stratum::FaultCode::low_share, "the hash is not low enough"});
    return stratum::answer_line(request->id, stratum::json_truth(true));
}

void whole_share(benchmark::State& state) {
    const miner::Job job = job_to_share();
    for (auto _ : state) benchmark::DoNotOptimize(judged(job, kSubmit, 1));
}
BENCHMARK(whole_share);

void reading_its_line(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(stratum::read_request(kSubmit));
}
BENCHMARK(reading_its_line);

void hashing_its_header(benchmark::State& state) {
    const miner::Job job = job_to_share();
    for (auto _ : state) benchmark::DoNotOptimize(miner::candidate_hash(job, {1'000'007'000'000'000'042, 339'563}));
}
BENCHMARK(hashing_its_header);

void writing_a_job(benchmark::State& state) {
    using stratum::json_text;
    const std::string before = R"({"index": 34, "merkle_root": ")" + std::string(64, 'b') + R"(", "nonce": )";
    const std::string after =
        R"(, "previous_hash": ")" + std::string(64, 'a') + R"(", "target_difficulty": 5, "timestamp": 1795367986.)";
    std::size_t bytes = 0;
    for (auto _ : state) {
        const std::string line = stratum::notice_line(
            "mining.notify", {json_text("2f"), json_text(before), json_text(after), json_text("}"), json_text("000001"),
                              json_text("999999"), stratum::json_number(5), stratum::json_truth(true)});
        bytes = line.size();
        benchmark::DoNotOptimize(line.data());
    }
    state.counters["bytes"] = static_cast<double>(bytes);
}
BENCHMARK(writing_a_job);

}  // namespace
}  // namespace chaincore::bench
