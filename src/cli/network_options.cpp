// SPDX-License-Identifier: MIT
#include "cli/network_options.hpp"

#include "chaincore/chain/difficulty.hpp"
#include "cli/option_choices.hpp"

#include <CLI/CLI.hpp>

namespace chaincore::cli {

void NetworkFlags::add_network(CLI::App& command) {
    command
        .add_option_function<std::string>(
            "--network",
            [this](const std::string& name) {
                network = name == "mainline" ? chain::Network::mainline : chain::Network::classic;
            },
            "Which network's rules hold: classic (the default) or mainline")
        ->check(one_of({"classic", "mainline"}))
        ->default_str("classic")
        ->option_text("NETWORK");
}

void NetworkFlags::add_difficulty(CLI::App& command, const std::string& description) {
    command.add_option("--difficulty", difficulty, description)
        ->check(CLI::Range(std::uint64_t{1}, chain::kHighestClassicDifficulty))
        ->option_text("D");
}

}  // namespace chaincore::cli
