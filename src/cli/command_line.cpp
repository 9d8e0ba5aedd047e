// SPDX-License-Identifier: MIT
#include "cli/command_line.hpp"

#include "chaincore/chain/difficulty.hpp"
#include "chaincore/crypto/address.hpp"
#include "chaincore/wallet/decimal_amount.hpp"
#include "cli/bench_command.hpp"
#include "cli/chain_extend.hpp"
#include "cli/chain_store.hpp"
#include "cli/chain_verify.hpp"
#include "cli/inspect.hpp"
#include "cli/message.hpp"
#include "cli/node_command.hpp"
#include "cli/wallet_commands.hpp"
#include "cli/wallet_history.hpp"
#include "cli/wallet_send.hpp"

#include <CLI/CLI.hpp>

#include <map>
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

CLI::Validator node_validator() {
    return CLI::Validator(
        [](const std::string& text) {
            const auto endpoint = net::parse_endpoint(text);
            return endpoint ? std::string() : endpoint.error().message;
        },
        "URL");
}

CLI::Validator decimal_validator(bool may_be_zero) {
    return CLI::Validator(
        [may_be_zero](const std::string& text) {
            const auto amount = wallet::parse_decimal_amount(text);
            if (!amount) return amount.error().message;
            return may_be_zero || *amount > 0 ? std::string() : "found " + text + ", expected an amount above 0";
        },
        "DECIMAL");
}

// CLI::Range lets "nan" through.
CLI::Validator finite_validator() {
    return CLI::Validator(
        [](const std::string& text) {
            const bool has_letters = text.find_first_not_of("+-.0123456789eE") != std::string::npos;
            return has_letters ? "found " + text + ", expected a number" : std::string();
        },
        "NUMBER");
}

CLI::Validator path_validator() {
    return CLI::Validator([](const std::string& text) { return text.empty() ? "the path is empty" : ""; }, "PATH");
}

// Binds every command's flags to its function; run() then calls the one that was given.
class CommandLine {
public:
    CommandLine() {
        app_.set_version_flag("--version", "chaincore " CHAINCORE_VERSION);
        app_.require_subcommand(1);
        app_.footer(kFooter);
        add_node();
        add_chain();
        add_inspect();
        add_wallet();
        add_bench();
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

    void add_node() {
        CLI::App* command = app_.add_subcommand("node", "Run a node: keep a chain, mine on it, answer over HTTP");
        add_mining_flags(*command);
        command->add_option("--port", node_.config.port, "Where to listen (default: the first free one of 5000-5011)")
            ->check(CLI::Range(std::uint16_t{1}, std::uint16_t{65535}))
            ->option_text("P");
        command
            ->add_option("--bind", node_.config.bind_address,
                         "The address to listen on (default 127.0.0.1; 0.0.0.0 lets everybody read and hand in)")
            ->check(CLI::ValidIPV4)
            ->option_text("ADDRESS");
        command
            ->add_option("--data-dir", node_.config.data_directory,
                         "Where everything is kept (default: the network's own)")
            ->check(path_validator())
            ->option_text("DIR");
        network_.add_network(*command);
        network_.add_difficulty(*command, "The constant of a classic network (default: the data directory's, or 5)");
        command->add_option("--node-id", node_.config.node_id, "What the node calls itself in /status")
            ->option_text("ID");
        command
            ->add_option_function<std::string>(
                "--log-level", [this](const std::string& name) { node_.log_level = *util::log_level_from_name(name); },
                "debug, info (the default), warn or error")
            ->check(CLI::IsMember({"debug", "info", "warn", "error"}))
            ->option_text("LEVEL");
        command->callback([this] { action_ = [this] { return run_node_command(); }; });
    }

    void add_mining_flags(CLI::App& command) {
        static const std::map<std::string, node::BackendChoice> kBackends = {{"auto", node::BackendChoice::automatic},
                                                                             {"cpu", node::BackendChoice::cpu},
                                                                             {"opencl", node::BackendChoice::opencl},
                                                                             {"none", node::BackendChoice::none}};
        command
            .add_option_function<std::string>(
                "--backend", [this](const std::string& name) { node_.config.backend = kBackends.at(name); },
                "What mines: auto (the default), cpu, opencl or none")
            ->check(CLI::IsMember({"auto", "cpu", "opencl", "none"}))
            ->option_text("NAME");
        command
            .add_option("--kernel", node_.config.kernel, "Which search kernel to use (default: the best for this CPU)")
            ->option_text("NAME");
        command.add_option("--threads", node_.config.threads, "How many threads search (default: one a core)")
            ->check(CLI::Range(1U, 1024U))
            ->option_text("N");
        CLI::Option* mine_to = command.add_option("--mine-to", node_.config.mine_to, "Who is paid for the blocks")
                                   ->check(address_validator())
                                   ->option_text("ADDRESS");
        command
            .add_option("--wallet", node_.config.wallet_file,
                        "Whose address is paid (default: wallet.json in the data directory, made at the first start)")
            ->excludes(mine_to)
            ->option_text("FILE");
        command
            .add_option_function<double>(
                "--min-block-interval",
                [this](double seconds) {
                    node_.config.min_block_interval =
                        std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000));
                },
                "How many seconds our block comes after its parent at the earliest (default 1)")
            ->check(finite_validator())
            ->check(CLI::Range(0.0, 86400.0))
            ->option_text("S");
        command.add_option("--blocks", node_.config.block_limit, "Stop after mining so many")
            ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1'000'000'000}))
            ->option_text("N");
    }

    ExitCode run_node_command() {
        if (network_.network == chain::Network::mainline && network_.difficulty)
            return complain("--difficulty is for --network classic: mainline computes its own", kUsage);
        if (node_.config.backend == node::BackendChoice::none && node_.config.block_limit)
            return complain("--blocks is for a node that mines: --backend none never does", kUsage);
        node_.config.network = network_.network;
        node_.config.difficulty = network_.difficulty;
        return run_node(node_);
    }

    void add_chain() {
        CLI::App* chain = app_.add_subcommand(
            "chain", "Recorded chains and those of data directories: verify, extend, show, move, check");
        chain->require_subcommand(1);
        add_chain_verify(*chain);
        add_chain_extend(*chain);
        add_chain_store(*chain, "info", "Say what chain is in a data directory", chain_info)
            ->add_flag("--json", store_.json, "Print the result as one JSON object");
        add_file(
            *add_chain_store(*chain, "export", "Write the chain of a data directory as a /chain answer", chain_export),
            "FILE", "Where to write it; - is standard output, the default");
        CLI::App* import =
            add_chain_store(*chain, "import", "Take the blocks of a /chain answer into a data directory", chain_import);
        add_file(*import, "FILE", "The answer; - is standard input")->required();
        network_.add_difficulty(*import, "The constant of a new classic network (default 5)");
        add_chain_store(*chain, "check", "Judge the chain of a data directory again, block by block and coin by coin",
                        chain_check);
    }

    CLI::App* add_chain_store(CLI::App& chain, const char* name, const char* description,
                              ExitCode (*action)(const ChainStoreOptions&)) {
        CLI::App* command = chain.add_subcommand(name, description);
        command->add_option("--data-dir", store_.data_directory, "The directory (default: the network's own)")
            ->check(path_validator())
            ->option_text("DIR");
        CLI::App* const given = command;
        network_.add_network(*command);
        command->callback([this, given, action] {
            action_ = [this, given, action] {
                if (network_.network == chain::Network::mainline && network_.difficulty)
                    return complain("--difficulty is for --network classic: mainline computes its own", kUsage);
                if (given->count("--network") > 0) store_.wanted.network = network_.network;
                store_.wanted.difficulty = network_.difficulty;
                return action(store_);
            };
        });
        return command;
    }

    CLI::Option* add_file(CLI::App& command, const char* name, const char* description) {
        return command.add_option(name, store_.file, description);
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

    void add_bench() {
        CLI::App* command = app_.add_subcommand("bench", "Measure how fast this machine searches");
        command->add_option("--backend", bench_.backend, "What searches: cpu, the default")->option_text("NAME");
        command->add_option("--kernel", bench_.kernel, "Which search kernel, or all that there are (the default)")
            ->option_text("NAME");
        command->add_option("--threads", bench_.threads, "How many threads search (default: one a core)")
            ->check(CLI::Range(1U, 1024U))
            ->option_text("N");
        command->add_option("--seconds", bench_.seconds, "How long each measurement takes (default 2)")
            ->check(finite_validator())
            ->check(CLI::Range(0.001, 3600.0))
            ->option_text("S");
        command->add_flag("--json", bench_.json, "Print the result as one JSON object");
        command->callback([this] { action_ = [this] { return bench(bench_); }; });
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
        add_with_node(*wallet, "balance", "Ask a node for the balance",
                      [this] { return wallet_balance(send_.wallet_file, send_.node); });
        add_with_node(*wallet, "history", "Ask a node for the transactions, newest first",
                      [this] { return wallet_history(send_.wallet_file, send_.node); });
        add_wallet_send(*wallet);
    }

    // The flags of the reference's wallet client.
    CLI::App* add_with_node(CLI::App& wallet, const char* name, const char* description,
                            std::function<ExitCode()> action) {
        CLI::App* command = wallet.add_subcommand(name, description);
        command->add_option("-w,--wallet", send_.wallet_file, "The wallet file")->required()->option_text("FILE");
        command
            ->add_option_function<std::string>(
                "-n,--node", [this](const std::string& url) { send_.node = *net::parse_endpoint(url); },
                "The node to ask (default http://localhost:5000)")
            ->check(node_validator())
            ->option_text("URL");
        command->callback([this, action = std::move(action)] { action_ = action; });
        return command;
    }

    void add_wallet_send(CLI::App& wallet) {
        CLI::App* command = add_with_node(wallet, "send", "Pay somebody", [this] { return wallet_send(send_); });
        command->add_option("--to", send_.recipient, "Who is paid")
            ->required()
            ->check(address_validator())
            ->option_text("ADDRESS");
        add_decimal(*command, "--amount", send_.amount, false, "How much: 1.5, 0.00000001 or 12")->required();
        add_decimal(*command, "--fee", send_.fee, true, "For the miner, beyond the amount (default 0.001)");
        command->add_flag("--yes", send_.is_confirmed, "Do not ask, on a terminal, whether to send");
    }

    static CLI::Option* add_decimal(CLI::App& command, const char* name, double& value, bool may_be_zero,
                                    const char* description) {
        return command
            .add_option_function<std::string>(
                name, [&value](const std::string& text) { value = *wallet::parse_decimal_amount(text); }, description)
            ->check(decimal_validator(may_be_zero))
            ->option_text("A");
    }

    CLI::App app_{"A mining node for ChainCore networks", "chaincore"};
    std::function<ExitCode()> action_;
    NetworkFlags network_;
    ChainVerifyOptions verify_;
    ChainExtendOptions extend_;
    ChainStoreOptions store_;
    NodeOptions node_;
    InspectOptions inspect_;
    BenchOptions bench_;
    WalletSendOptions send_;
    std::string wallet_file_;
    std::string transactions_ = "-";
};

}  // namespace

int run_command_line(int argc, char** argv) { return CommandLine().run(argc, argv); }

}  // namespace chaincore::cli
