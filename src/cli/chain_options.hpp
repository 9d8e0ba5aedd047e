// SPDX-License-Identifier: MIT
// The flags of `chaincore chain` and its commands. The main thread.
#pragma once

#include "chaincore/net/endpoint.hpp"
#include "cli/action.hpp"
#include "cli/chain_extend.hpp"
#include "cli/chain_store.hpp"
#include "cli/chain_verify.hpp"
#include "cli/network_options.hpp"

#include <functional>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace chaincore::cli {

// Must outlive the parsing and the action.
class ChainFlags {
public:
    // action: set once one of the commands is given.
    ChainFlags(CLI::App& program, Action& action);
    ChainFlags(const ChainFlags&) = delete;
    ChainFlags& operator=(const ChainFlags&) = delete;

private:
    using StoreAction = std::function<ExitCode(const ChainStoreOptions&)>;

    void add_verify(CLI::App& chain);
    void add_extend(CLI::App& chain);
    void add_store_commands(CLI::App& chain);
    void add_reindex(CLI::App& chain);
    void add_rewind(CLI::App& chain);
    void add_backup(CLI::App& chain);
    CLI::App* add_store_command(CLI::App& chain, const char* name, const char* description, const StoreAction& action);
    CLI::Option* add_file(CLI::App& command, const char* description);
    ExitCode run_verify();
    ExitCode run_extend();
    ExitCode run_store(const CLI::App& command, const StoreAction& action);

    Action& action_;
    NetworkFlags network_;
    ChainVerifyOptions verify_;
    ChainExtendOptions extend_;
    ChainStoreOptions store_;
    net::Endpoint node_{"localhost", 5000};
};

}  // namespace chaincore::cli
