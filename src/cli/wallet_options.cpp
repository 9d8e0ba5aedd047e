// SPDX-License-Identifier: MIT
#include "cli/wallet_options.hpp"

#include "chaincore/wallet/decimal_amount.hpp"
#include "cli/command_options.hpp"
#include "cli/message.hpp"
#include "cli/option_checks.hpp"
#include "cli/wallet_commands.hpp"
#include "cli/wallet_directory.hpp"
#include "cli/wallet_history.hpp"
#include "cli/wallet_info.hpp"

#include <CLI/CLI.hpp>

#include <utility>

namespace chaincore::cli {
namespace {

constexpr const char* kTransactions = "TRANSACTIONS";

constexpr const char* kAll = "all";

std::string check_payment(const std::string& text) { return text == kAll ? "" : check_amount_above_zero(text); }

// None: everything.
std::optional<double> amount_of_payment(const std::string& text) {
    if (text == kAll) return std::nullopt;
    return *wallet::parse_decimal_amount(text);
}

CLI::Option* add_amount(CLI::App& command, const char* name, const char* description,
                        std::function<void(const std::string&)> take) {
    return command.add_option_function<std::string>(name, std::move(take), description)->option_text("A");
}

}  // namespace

WalletFlags::WalletFlags(CLI::App& program, Action& action) : action_(action) {
    CLI::App* wallet = program.add_subcommand("wallet", "Keys, in the files of the reference's wallet");
    wallet->require_subcommand(1);
    add_file_commands(*wallet);
    add_list(*wallet);
    add_with_node(*wallet, "balance", "Ask a node for the balance",
                  on_wallet([this](const std::string& file) { return wallet_balance(file, send_.node, json_); }));
    add_with_node(*wallet, "history", "Ask a node for the transactions, newest first",
                  on_wallet([this](const std::string& file) { return wallet_history(file, send_.node, json_); }));
    add_with_node(*wallet, "info", "Show a wallet and what a node knows of it",
                  on_wallet([this](const std::string& file) { return wallet_info(file, send_.node, json_); }));
    add_send(*wallet);
}

void WalletFlags::add_file_commands(CLI::App& wallet) {
    add_create(wallet);
    add_with_file(wallet, "address", "Print the address of a wallet file", on_wallet(wallet_address));
    add_sign(wallet);
    add_passphrase_file(
        *add_with_file(wallet, "encrypt", "Encrypt the key in a wallet file with a passphrase",
                       on_wallet([this](const std::string& file) { return wallet_encrypt(file, passphrase_file_); })));
    add_passphrase_file(
        *add_with_file(wallet, "decrypt", "Write the key unencrypted, as the reference reads it",
                       on_wallet([this](const std::string& file) { return wallet_decrypt(file, passphrase_file_); })));
    add_passphrase(wallet);
}

void WalletFlags::add_passphrase(CLI::App& wallet) {
    CLI::App* command = add_with_file(wallet, "passphrase", "Change the passphrase of an encrypted key",
                                      on_wallet([this](const std::string& file) {
                                          return wallet_passphrase(file, passphrase_file_, new_passphrase_file_);
                                      }));
    add_passphrase_file(*command);
    command
        ->add_option(
            "--new-passphrase-file", new_passphrase_file_,
            "Whose first line is the new passphrase, - for standard input, behind the old one if that is there")
        ->check(check_path)
        ->option_text("FILE");
}

void WalletFlags::add_create(CLI::App& wallet) {
    CLI::App* command =
        add_with_file(wallet, "create", "Make a key and write it to a new file", [this] { return create(); });
    CLI::Option* encrypt = command->add_flag("--encrypt", encrypts_, "Encrypt the key with a passphrase");
    add_passphrase_file(*command)->needs(encrypt);
    command->add_option_function<std::string>(
               "-n,--node", [](const std::string&) {}, "Not used: no node is asked")
        ->check(check_node_url)
        ->option_text("URL")
        ->group(kReferenceGroup);
}

void WalletFlags::add_sign(CLI::App& wallet) {
    CLI::App* command = add_with_file(
        wallet, "sign", "Sign transactions: one JSON object a line in, the signed one out",
        on_wallet([this](const std::string& file) { return wallet_sign(file, passphrase_file_, transactions_); }));
    command->add_option(kTransactions, transactions_, "The lines to read; - is standard input, the default");
    add_passphrase_file(*command);
}

void WalletFlags::add_list(CLI::App& wallet) {
    CLI::App* command = wallet.add_subcommand("list", "Show which wallets there are");
    command
        ->add_option("--dir", list_.directory,
                     "Whose files NAME.json are listed (default: the directory of wallets, and the nodes' own)")
        ->check(CLI::ExistingDirectory)
        ->option_text("DIR");
    CLI::Option* balance = command->add_flag("--balance", list_.shows_balances, "Ask a node for the balances");
    add_node(*command)->needs(balance);
    command->add_flag("--json", list_.json, "Print one JSON object");
    command->callback([this] { action_ = [this] { return list(); }; });
}

CLI::Option* WalletFlags::add_passphrase_file(CLI::App& command) {
    return command
        .add_option("--passphrase-file", passphrase_file_,
                    "Whose first line is the passphrase, - for standard input (default: the terminal is asked)")
        ->check(check_path)
        ->option_text("FILE");
}

// The flags of the reference's wallet client.
CLI::App* WalletFlags::add_command(CLI::App& wallet, const char* name, const char* description, Action action) {
    CLI::App* command = wallet.add_subcommand(name, description);
    command->add_option("-w,--wallet", flag_file_, "The wallet file, or a wallet's name")
        ->check(check_path)
        ->option_text("FILE");
    command->callback([this, command, action = std::move(action)] {
        tell_arguments_apart(*command);
        action_ = action;
    });
    return command;
}

CLI::App* WalletFlags::add_with_file(CLI::App& wallet, const char* name, const char* description, Action action) {
    CLI::App* command = add_command(wallet, name, description, std::move(action));
    command->add_option("FILE", file_, "As --wallet");
    return command;
}

CLI::App* WalletFlags::add_with_node(CLI::App& wallet, const char* name, const char* description, Action action) {
    CLI::App* command = add_with_file(wallet, name, description, std::move(action));
    add_node(*command);
    command->add_flag("--json", json_, "Print JSON, an object a line");
    return command;
}

CLI::Option* WalletFlags::add_node(CLI::App& command) {
    return command
        .add_option_function<std::string>(
            "-n,--node", [this](const std::string& url) { send_.node = *net::parse_endpoint(url); },
            "The node to ask (default http://localhost:5000)")
        ->check(check_node_url)
        ->option_text("URL");
}

void WalletFlags::add_send(CLI::App& wallet) {
    CLI::App* command = add_with_node(wallet, "send", "Pay somebody", on_wallet([this](const std::string& file) {
                                          WalletSendOptions options = send_;
                                          options.wallet_file = file;
                                          options.passphrase_file = passphrase_file_;
                                          options.json = json_;
                                          return wallet_send(options);
                                      }));
    command->add_option("--to", send_.recipient, "Who is paid")
        ->required()
        ->check(check_address)
        ->option_text("ADDRESS");
    add_amount(*command, "--amount", "How much: 1.5, .5, 1_000 or 1e-08; all: everything but the fee",
               [this](const std::string& text) { send_.amount = amount_of_payment(text); })
        ->required()
        ->check(check_payment);
    add_amount(*command, "--fee", "For the miner, beyond the amount (default 0.001)", [this](const std::string& text) {
        send_.fee = *wallet::parse_decimal_amount(text);
    })->check(check_amount);
    add_passphrase_file(*command);
    command->add_flag("--yes", send_.is_confirmed,
                      "Do not ask, on a terminal, whether to send; and a large fee is meant");
    command->add_flag("--wait", send_.waits, "Wait until it is in a block");
}

// While the command line is read: what a variable or a file of the configuration names is there in reserve. Behind
// --wallet the only argument of `sign` is its second one.
void WalletFlags::tell_arguments_apart(CLI::App& command) {
    if (file_.empty() || flag_file_.empty()) return;
    const CLI::Option* transactions = command.get_option_no_throw(kTransactions);
    if (transactions == nullptr || !transactions->empty()) throw CLI::ExcludesError("FILE", "--wallet");
    transactions_ = std::exchange(file_, {});
}

// The action on the wallet that is meant.
Action WalletFlags::on_wallet(FileAction action) const {
    return [this, action = std::move(action)] {
        const auto file = given().empty() ? only_wallet_file() : wallet_file_of(given());
        return file ? action(*file) : complain(file.error().message, kUsage);
    };
}

ExitCode WalletFlags::create() const {
    if (given().empty()) return complain("a new wallet needs a name or a path: give FILE or --wallet FILE", kUsage);
    const auto file = new_wallet_file_of(given());
    if (!file) return complain(file.error().message);
    return encrypts_ ? wallet_create_encrypted(*file, passphrase_file_) : wallet_create(*file);
}

ExitCode WalletFlags::list() {
    list_.node = send_.node;
    return wallet_list(list_);
}

}  // namespace chaincore::cli
