// SPDX-License-Identifier: MIT
// The flags of `chaincore bench`. The main thread.
#pragma once

#include "cli/action.hpp"
#include "cli/bench_command.hpp"
#include "cli/opencl_options.hpp"

namespace CLI {
class App;
}

namespace chaincore::cli {

// Must outlive the parsing and the action.
class BenchFlags {
public:
    // action: set once the command is given.
    BenchFlags(CLI::App& program, Action& action);
    BenchFlags(const BenchFlags&) = delete;
    BenchFlags& operator=(const BenchFlags&) = delete;

private:
    ExitCode run() const;

    const CLI::App* command_ = nullptr;
    BenchOptions options_;
    OpenClFlags opencl_;
};

}  // namespace chaincore::cli
