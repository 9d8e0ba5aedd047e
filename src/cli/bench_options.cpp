// SPDX-License-Identifier: MIT
#include "cli/bench_options.hpp"

#include "cli/backend_options.hpp"
#include "cli/bench_opencl.hpp"
#include "cli/message.hpp"
#include "cli/option_checks.hpp"

#include <CLI/CLI.hpp>

namespace chaincore::cli {

BenchFlags::BenchFlags(CLI::App& program, Action& action) {
    CLI::App* command = program.add_subcommand("bench", "Measure how fast this machine searches");
    command_ = command;
    command->add_option("--backend", options_.backend, "What searches: cpu (the default) or opencl")
        ->option_text("NAME");
    opencl_.add_to(*command);
    command->add_option("--kernel", options_.kernel, "Which search kernel, or all that there are (the default)")
        ->option_text("NAME");
    command
        ->add_option("--threads", options_.threads,
                     "How many threads search, as often as you like (default: one, and one a core)")
        ->check(CLI::Range(1U, 1024U))
        ->option_text("N");
    command->add_option("--seconds", options_.seconds, "How long each measurement takes (default 1)")
        ->check(check_finite)
        ->check(CLI::Range(0.001, 3600.0))
        ->option_text("S");
    command->add_flag("--python", options_.python, "Time the search of the Python reference's mining client, too");
    command
        ->add_option("--verify", options_.verify,
                     "Time nothing: hash this many random headers with each kernel and compare with OpenSSL")
        ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1'000'000'000'000}))
        ->option_text("N");
    command->add_flag("--json", options_.json, "Print the result as one JSON object");
    command->callback([this, &action] { action = [this] { return run(); }; });
}

ExitCode BenchFlags::run() const {
    const bool is_opencl = options_.backend == "opencl", is_cpu = options_.backend == "cpu";
    if (is_opencl || is_cpu)
        if (const std::string wrong = check_backend_options(*command_, options_.backend, {is_cpu, is_opencl});
            !wrong.empty())
            return complain(wrong, kUsage);
    if (!is_opencl) return bench(options_);  // which knows what there is, where it is none of the two
    return bench_opencl(options_, opencl_.devices, {opencl_.kernels, opencl_.cache, std::nullopt, opencl_.retunes, {}});
}

}  // namespace chaincore::cli
