// SPDX-License-Identifier: MIT
#include "cli/chain_options.hpp"

#include "chaincore/chain/difficulty.hpp"
#include "cli/chain_backup.hpp"
#include "cli/chain_check.hpp"
#include "cli/chain_export.hpp"
#include "cli/chain_import.hpp"
#include "cli/chain_info.hpp"
#include "cli/chain_reindex.hpp"
#include "cli/chain_rewind.hpp"
#include "cli/message.hpp"
#include "cli/option_checks.hpp"

#include <CLI/CLI.hpp>

namespace chaincore::cli {

ChainFlags::ChainFlags(CLI::App& program, Action& action) : action_(action) {
    CLI::App* chain = program.add_subcommand(
        "chain", "Recorded chains and those of data directories: verify, extend, show, move, check");
    chain->require_subcommand(1);
    add_verify(*chain);
    add_extend(*chain);
    add_store_commands(*chain);
    add_reindex(*chain);
    add_rewind(*chain);
    add_backup(*chain);
}

void ChainFlags::add_verify(CLI::App& chain) {
    CLI::App* command = chain.add_subcommand("verify", "Check a recorded /chain answer by every rule");
    command->add_option("FILE", verify_.file, "The answer; - is standard input")->required();
    network_.add_network(*command);
    network_.add_difficulty(*command, "The constant of a classic network (default 5)");
    command->add_flag("--json", verify_.json, "Print the result as one JSON object");
    command->callback([this] { action_ = [this] { return run_verify(); }; });
}

ExitCode ChainFlags::run_verify() {
    if (network_.has_useless_difficulty()) return complain(kUselessDifficulty, kUsage);
    verify_.params = network_.network == chain::Network::mainline
                         ? chain::mainline_params()
                         : chain::classic_params(network_.difficulty.value_or(chain::kDefaultClassicDifficulty));
    return chain_verify(verify_);
}

void ChainFlags::add_extend(CLI::App& chain) {
    CLI::App* command = chain.add_subcommand("extend", "Mine blocks on top of a recorded chain");
    command->add_option("FILE", extend_.file, "A /chain answer; - is standard input")->required();
    command->add_option("--mine-to", extend_.address, "Who is paid for the blocks")
        ->required()
        ->check(check_address, "ADDRESS");
    command->add_option("--blocks", extend_.blocks, "How many blocks to add (default 1)")
        ->check(CLI::Range(1U, 1'000'000U))
        ->option_text("N");
    network_.add_network(*command);
    network_.add_difficulty(*command, "The new blocks' difficulty (default: what the chain asks for)");
    command->add_option("--kernel", extend_.kernel, "Which search kernel to use (default: the best for this CPU)")
        ->option_text("NAME");
    command
        ->add_option("-o,--output", extend_.output,
                     "Where to write the longer chain; - is standard output, the default")
        ->option_text("FILE");
    command->callback([this] { action_ = [this] { return run_extend(); }; });
}

ExitCode ChainFlags::run_extend() {
    const bool is_mainline = network_.network == chain::Network::mainline;
    if (is_mainline && network_.difficulty.value_or(0) > chain::kHighestMainlineDifficulty)
        return complain("--difficulty: mainline has no block above 15", kUsage);
    extend_.network = network_.network;
    extend_.difficulty = network_.difficulty;
    return chain_extend(extend_);
}

void ChainFlags::add_store_commands(CLI::App& chain) {
    add_store_command(chain, "info", "Say what chain is in a data directory", chain_info)
        ->add_flag("--json", store_.json, "Print the result as one JSON object");
    CLI::App* out =
        add_store_command(chain, "export", "Write the chain of a data directory as a /chain answer", chain_export);
    add_file(*out, "Where to write it; - is standard output, the default");
    CLI::App* in =
        add_store_command(chain, "import", "Take the blocks of a /chain answer into a data directory", chain_import);
    add_file(*in, "The answer; - is standard input")->required();
    network_.add_difficulty(*in, "The constant of a new classic network (default 5)");
    add_store_command(chain, "check",
                      "Judge the chain of a data directory again, and compare everything stored with its blocks",
                      chain_check);
}

void ChainFlags::add_reindex(CLI::App& chain) {
    CLI::App* command = add_store_command(
        chain, "reindex", "Rebuild the store of a data directory from its blocks, whatever else is damaged",
        chain_reindex);
    command->add_flag("--json", store_.json, "Print the result as one JSON object");
    network_.add_difficulty(*command, "The constant of a classic network, where the store does not say it any more");
}

void ChainFlags::add_rewind(CLI::App& chain) {
    CLI::App* command = add_store_command(
        chain, "rewind", "Take the chain of a data directory back to a height; the blocks above it are gone",
        chain_rewind);
    command->add_option("--to", store_.height, "The height of the block that becomes the tip")
        ->required()
        ->check(CLI::Range(std::uint64_t{0}, std::uint64_t{1} << 53))  // CLI11 takes -1 for a large number
        ->option_text("HEIGHT");
    command->add_flag("--json", store_.json, "Print the result as one JSON object");
}

void ChainFlags::add_backup(CLI::App& chain) {
    CLI::App* command =
        add_store_command(chain, "backup", "Copy the chain of a data directory, also while a node uses it",
                          [](const ChainStoreOptions&) { return kDone; });
    add_file(*command, "The new directory, on the same file system; it can be used as --data-dir")
        ->required()
        ->option_text("DIR");
    command
        ->add_option_function<std::string>(
            "--url", [this](const std::string& url) { node_ = *net::parse_endpoint(url); },
            "The node that uses the directory, if one does (default http://localhost:5000)")
        ->check(check_node_url)
        ->option_text("URL");
    command->callback([this, command] {
        action_ = [this, command] {
            return run_store(*command, [this](const auto& store) { return chain_backup(store, node_); });
        };
    });
}

CLI::App* ChainFlags::add_store_command(CLI::App& chain, const char* name, const char* description,
                                        const StoreAction& action) {
    CLI::App* command = chain.add_subcommand(name, description);
    command->add_option("--data-dir", store_.data_directory, "The directory (default: the network's own)")
        ->check(check_path)
        ->option_text("DIR");
    network_.add_network(*command);
    command->callback(
        [this, command, action] { action_ = [this, command, action] { return run_store(*command, action); }; });
    return command;
}

CLI::Option* ChainFlags::add_file(CLI::App& command, const char* description) {
    return command.add_option("FILE", store_.file, description);
}

ExitCode ChainFlags::run_store(const CLI::App& command, const StoreAction& action) {
    if (network_.has_useless_difficulty()) return complain(kUselessDifficulty, kUsage);
    if (command.count("--network") > 0) store_.wanted.network = network_.network;
    store_.wanted.difficulty = network_.difficulty;
    return action(store_);
}

}  // namespace chaincore::cli
