// SPDX-License-Identifier: MIT
#include "cli/command_line.hpp"

#include "chaincore/chain/difficulty.hpp"
#include "chaincore/crypto/address.hpp"
#include "cli/chain_extend.hpp"
#include "cli/chain_verify.hpp"
#include "cli/inspect.hpp"
#include "cli/message.hpp"
#include "cli/wallet_commands.hpp"

#include <CLI/CLI.hpp>

#include <optional>

namespace chaincore::cli {
namespace {

constexpr const char* kFooter =
    "Exit codes: 0 done, 1 failed, 2 bad usage or configuration, 3 no such device or backend.";

// What several commands have in common: which network, and how difficult it is.
struct NetworkFlags {
    chain::Network network = chain::Network::classic;
    std::optional<std::uint64_t> difficulty;

    void add_network(CLI::App& command) {
        command
            .add_option_function<std::string>(
                "--network",
                [this](const std::string& name) {
                    network = name == "mainline" ? chain::Network::mainline : chain::Network::classic;
                },
                "Which network's rules hold: classic (the default) or mainline")
            ->check(CLI::IsMember({"classic", "mainline"}))
            ->option_text("NETWORK");
    }

    void add_difficulty(CLI::App& command, const std::string& description) {
        command.add_option("--difficulty", difficulty, description)
            ->check(CLI::Range(std::uint64_t{1}, chain::kHighestClassicDifficulty))
            ->option_text("D");
    }
};

CLI::Validator address_validator() {
    return CLI::Validator(
        [](const std::string& text) {
            return crypto::is_valid_address(text) ? std::string()
                                                  : "\"" + text +
                                                        "\" is no address: expected Base58Check of 25 bytes, as "
                                                        "`chaincore wallet create` prints it";
        },
        "ADDRESS");
}

// Binds every command's flags to its function; run() then calls the one that was given.
class CommandLine {
public:
    CommandLine() {
        app_.set_version_flag("--version", "chaincore " CHAINCORE_VERSION);
        app_.require_subcommand(1);
        app_.footer(kFooter);
        add_chain();
        add_inspect();
        add_wallet();
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

    void add_chain() {
        CLI::App* chain = app_.add_subcommand("chain", "Verify and extend recorded chains");
        chain->require_subcommand(1);
        add_chain_verify(*chain);
        add_chain_extend(*chain);
    }

    void add_chain_verify(CLI::App& chain) {
        CLI::App* command = chain.add_subcommand("verify", "Check a recorded /chain answer by every rule");
        command->add_option("FILE", verify_.file, "The answer; - is standard input")->required();
        network_.add_network(*command);
        network_.add_difficulty(*command, "The constant of a classic network (default 5)");
        command->add_flag("--json", verify_.json, "Print the result as one JSON object");
        command->callback([this] { action_ = [this] { return run_chain_verify(); }; });
    }

    ExitCode run_chain_verify() {
        if (network_.network == chain::Network::mainline) {
            if (network_.difficulty)
                return complain("--difficulty is for --network classic: mainline computes its own", kUsage);
            verify_.params = chain::mainline_params();
        } else {
            verify_.params = chain::classic_params(network_.difficulty.value_or(chain::kDefaultClassicDifficulty));
        }
        return chain_verify(verify_);
    }

    void add_chain_extend(CLI::App& chain) {
        CLI::App* command = chain.add_subcommand("extend", "Mine blocks on top of a recorded chain");
        command->add_option("FILE", extend_.file, "A /chain answer; - is standard input")->required();
        command->add_option("--mine-to", extend_.address, "Who is paid for the blocks")
            ->required()
            ->check(address_validator());
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
        command->callback([this] { action_ = [this] { return run_chain_extend(); }; });
    }

    ExitCode run_chain_extend() {
        const bool is_mainline = network_.network == chain::Network::mainline;
        if (is_mainline && network_.difficulty.value_or(0) > chain::kHighestMainlineDifficulty)
            return complain("--difficulty: mainline has no block above 15", kUsage);
        extend_.network = network_.network;
        extend_.difficulty = network_.difficulty;
        return chain_extend(extend_);
    }

    void add_inspect() {
        struct Subject {
            const char* name;
            InspectKind kind;
            const char* description;
        };
        static constexpr Subject kSubjects[] = {
            {"tx", InspectKind::tx,
             "A transaction: its id, the text that the id is the hash of, and whether they match"},
            {"header", InspectKind::header, "A block header: its hash and the text that is hashed"},
            {"merkle", InspectKind::merkle, "An array of transaction ids: its Merkle root"},
            {"address", InspectKind::address, "A string: is it an address?"},
            {"json", InspectKind::json, "Any JSON value: its canonical form"},
            {"spend", InspectKind::spend,
             "{\"wire\": \"<transaction as text>\", \"utxos\": [...]}: may it spend these coins, and if not, why?"},
        };
        CLI::App* inspect_command = app_.add_subcommand(
            "inspect", "Show how something is hashed or judged: one JSON value a line in, one object a line out");
        inspect_command->require_subcommand(1);
        for (const Subject& subject : kSubjects) {
            CLI::App* command = inspect_command->add_subcommand(subject.name, subject.description);
            command->add_option("FILE", inspect_.file, "The lines to read; - is standard input, the default");
            if (subject.kind == InspectKind::header) network_.add_network(*command);
            command->callback([this, kind = subject.kind] {
                inspect_.kind = kind;
                action_ = [this] {
                    inspect_.network = network_.network;
                    return inspect(inspect_);
                };
            });
        }
    }

    void add_wallet() {
        CLI::App* wallet = app_.add_subcommand("wallet", "Keys, in the files of the reference's wallet");
        wallet->require_subcommand(1);
        const auto add = [&](const char* name, const char* description, std::function<ExitCode()> action) {
            CLI::App* command = wallet->add_subcommand(name, description);
            command->add_option("FILE", wallet_file_, "The wallet file")->required();
            command->callback([this, action = std::move(action)] { action_ = action; });
            return command;
        };
        add("create", "Make a key and write it to a new file", [this] { return wallet_create(wallet_file_); });
        add("address", "Print the address of a wallet file", [this] { return wallet_address(wallet_file_); });
        add("sign", "Sign transactions: one JSON object a line in, the signed one out", [this] {
            return wallet_sign(wallet_file_, transactions_);
        })->add_option("TRANSACTIONS", transactions_, "The lines to read; - is standard input, the default");
    }

    CLI::App app_{"A mining node for ChainCore networks", "chaincore"};
    std::function<ExitCode()> action_;
    NetworkFlags network_;
    ChainVerifyOptions verify_;
    ChainExtendOptions extend_;
    InspectOptions inspect_;
    std::string wallet_file_;
    std::string transactions_ = "-";
};

}  // namespace

int run_command_line(int argc, char** argv) { return CommandLine().run(argc, argv); }

}  // namespace chaincore::cli
