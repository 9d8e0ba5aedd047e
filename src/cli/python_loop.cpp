// SPDX-License-Identifier: MIT
#include "cli/python_loop.hpp"

#include <fmt/core.h>

#include <cstdio>
#include <memory>
#include <optional>
#include <string>

namespace chaincore::cli {
namespace {

constexpr const char* kProgram = R"(
import hashlib, json, time
start, cpu_start, tries = time.perf_counter(), time.process_time(), 0
while time.perf_counter() - start < {}:
    for nonce in range(tries, tries + 1000):
        header = {{"index": 26000, "previous_hash": "a" * 64, "merkle_root": "5" * 64,
                  "timestamp": 1754680314.123456, "nonce": nonce, "target_difficulty": 64}}
        text = json.dumps(header, sort_keys=True)
        digest = hashlib.sha256(hashlib.sha256(text.encode()).digest()).hexdigest()
        if digest.startswith("0" * 64):
            raise SystemExit("found")
    tries += 1000
print(tries / (time.process_time() - cpu_start))
)";

struct PipeCloser {
    void operator()(std::FILE* pipe) const { ::pclose(pipe); }
};

std::optional<double> first_number(std::FILE* pipe) {
    double number = 0;
    if (std::fscanf(pipe, "%lf", &number) != 1) return std::nullopt;
    return number;
}

}  // namespace

Result<double, Error> time_python_loop(miner::TimingSpan span) {
    const std::string command = "python3 -c '" + fmt::format(fmt::runtime(kProgram), span.count()) + "'";
    const std::unique_ptr<std::FILE, PipeCloser> pipe(::popen(command.c_str(), "re"));
    const auto rate = pipe ? first_number(pipe.get()) : std::nullopt;
    if (!rate) return fail(Error{"python3 did not say how fast it is: is it installed?"});
    return *rate;
}

}  // namespace chaincore::cli
