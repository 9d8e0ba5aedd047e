// SPDX-License-Identifier: MIT
#include "cli/command_line.hpp"

#include "cli/bench_options.hpp"
#include "cli/chain_options.hpp"
#include "cli/devices_options.hpp"
#include "cli/inspect_options.hpp"
#include "cli/message.hpp"
#include "cli/mine_options.hpp"
#include "cli/node_options.hpp"
#include "cli/view_options.hpp"
#include "cli/wallet_options.hpp"

#include <CLI/CLI.hpp>

namespace chaincore::cli {
namespace {

constexpr const char* kFooter =
    "Exit codes: 0 done, 1 failed, 2 bad usage or configuration, 3 no such device or backend.";

// Every group of commands binds its flags; run() then calls what was given.
class CommandLine {
public:
    CommandLine() {
        app_.set_version_flag("--version", "chaincore " CHAINCORE_VERSION);
        app_.require_subcommand(1);
        app_.footer(kFooter);
        for (CLI::App* command : app_.get_subcommands({})) describe_exit_codes(*command);
    }

    int run(int argc, char** argv) {
        try {
            app_.parse(argc, argv);
        } catch (const CLI::Success& wish) {
            return app_.exit(wish);  // --help, --version
        } catch (const CLI::ParseError& error) {
            return complain(what_is_wrong(error) + " (chaincore --help shows what there is)", kUsage);
        }
        return finish_output(action_());
    }

private:
    // CLI11 misses the subcommand without naming the word that stands in its place.
    std::string what_is_wrong(const CLI::ParseError& error) const {
        const std::vector<std::string> unknown = app_.remaining(true);
        if (unknown.empty()) return error.what();
        return "\"" + unknown.front() + "\" is not known here";
    }

    static void describe_exit_codes(CLI::App& command) {
        command.footer(kFooter);
        for (CLI::App* child : command.get_subcommands({})) child->footer(kFooter);
    }

    CLI::App app_{"A mining node for ChainCore networks", "chaincore"};
    Action action_;
    // In the order of --help.
    NodeFlags node_{app_, action_};
    MineFlags mine_{app_, action_};
    ViewFlags view_{app_, action_};
    ChainFlags chain_{app_, action_};
    InspectFlags inspect_{app_, action_};
    WalletFlags wallet_{app_, action_};
    BenchFlags bench_{app_, action_};
    DevicesFlags devices_{app_, action_};
};

}  // namespace

int run_command_line(int argc, char** argv) { return CommandLine().run(argc, argv); }

}  // namespace chaincore::cli
