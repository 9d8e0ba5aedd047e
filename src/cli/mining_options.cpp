// SPDX-License-Identifier: MIT
#include "cli/mining_options.hpp"

#include "cli/backend_options.hpp"
#include "cli/option_checks.hpp"
#include "cli/option_choices.hpp"

#include <CLI/CLI.hpp>

#include <chrono>

namespace chaincore::cli {
namespace {

Searchers searchers_of(node::BackendChoice choice) {
    switch (choice) {
        case node::BackendChoice::automatic:
        case node::BackendChoice::cpu_and_opencl: return {true, true};
        case node::BackendChoice::cpu: return {true, false};
        case node::BackendChoice::opencl: return {false, true};
        case node::BackendChoice::none: break;
    }
    return {};
}

}  // namespace

void MiningFlags::add_to(CLI::App& command, const MiningWords& words) {
    command_ = &command;
    add_devices(command, words.threads_flag);
    add_payee(command, words);
    add_pace(command);
}

void MiningFlags::add_devices(CLI::App& command, const std::string& threads_flag) {
    command
        .add_option_function<std::string>(
            "--backend",
            [this](const std::string& name) {
                backend_ = name;
                config_.backend = *node::find_backend_choice(name);
            },
            "What mines: auto (GPUs or --opencl-device, else the CPU; the default), cpu, opencl, both as cpu,opencl, "
            "or none")
        ->check(one_of({"auto", "cpu", "opencl", "cpu,opencl", "opencl,cpu", "none"}))
        ->default_str("auto")
        ->option_text("NAME");
    command
        .add_option("--kernel", config_.kernel,
                    "Which search kernel to use (default: the fastest, which is found out at the start)")
        ->option_text("NAME");
    command.add_flag("--affinity", config_.affinity, "Keep each search thread on a core of its own");
    command.add_option(threads_flag, config_.threads, "How many threads search (default: one a core)")
        ->check(CLI::Range(1U, 1024U))
        ->option_text("N");
    opencl_.add_to(command);
}

void MiningFlags::add_payee(CLI::App& command, const MiningWords& words) {
    CLI::Option* mine_to = command.add_option("--mine-to", config_.mine_to, "Who is paid for the blocks")
                               ->check(check_address)
                               ->option_text("ADDRESS");
    command.add_option(words.wallet_flag, config_.wallet_file, "Whose address is paid" + words.other_payee)
        ->excludes(mine_to)
        ->option_text("FILE");
}

void MiningFlags::add_pace(CLI::App& command) {
    command
        .add_option_function<double>(
            "--min-block-interval",
            [this](double seconds) {
                config_.min_block_interval = std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000));
            },
            "How many seconds our block comes after its parent at the earliest (default 1)")
        ->check(check_finite)
        ->check(CLI::Range(0.0, 86400.0))
        ->default_str("1")
        ->option_text("S");
    command.add_option("--blocks", config_.block_limit, "Stop after mining so many")
        ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1'000'000'000}))
        ->option_text("N");
}

std::string MiningFlags::complaint() const {
    return check_backend_options(*command_, backend_, searchers_of(config_.backend));
}

void MiningFlags::finish() {
    config_.opencl_devices = opencl_.devices;
    config_.kernel_directory = opencl_.kernels;
    config_.cache_directory = opencl_.cache;
    config_.retunes = opencl_.retunes;
}

}  // namespace chaincore::cli
