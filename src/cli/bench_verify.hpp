// SPDX-License-Identifier: MIT
// `chaincore bench --verify`: searches against what is known to be right, on random headers. The main thread.
#pragma once

#include "chaincore/util/result.hpp"
#include "cli/bench_command.hpp"
#include "cli/exit_code.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace chaincore::cli {

struct Subject {
    std::string kind;  // "kernel", "device"
    std::string name;
    // Checks so many headers, made from the seed, and says how far it is.
    std::function<Result<std::uint64_t, Error>(std::uint64_t headers, std::uint64_t seed,
                                               const std::function<void(std::uint64_t)>& progress)>
        check;
};

// judge: what they are compared with. kFailed where one differs.
ExitCode verify(const std::vector<Subject>& subjects, const std::string& judge, const BenchOptions& options);

}  // namespace chaincore::cli
