// SPDX-License-Identifier: MIT
#include "cli/wallet_options.hpp"

#include "chaincore/wallet/decimal_amount.hpp"
#include "cli/option_checks.hpp"
#include "cli/wallet_commands.hpp"
#include "cli/wallet_history.hpp"

#include <CLI/CLI.hpp>

namespace chaincore::cli {
namespace {

CLI::Option* add_amount(CLI::App& command, const char* name, double& value, const char* description) {
    return command
        .add_option_function<std::string>(
            name, [&value](const std::string& text) { value = *wallet::parse_decimal_amount(text); }, description)
        ->option_text("A");
}

}  // namespace

WalletFlags::WalletFlags(CLI::App& program, Action& action) : action_(action) {
    CLI::App* wallet = program.add_subcommand("wallet", "Keys, in the files of the reference's wallet");
    wallet->require_subcommand(1);
    add_file_commands(*wallet);
    add_with_node(*wallet, "balance", "Ask a node for the balance",
                  [this] { return wallet_balance(send_.wallet_file, send_.node); });
    add_with_node(*wallet, "history", "Ask a node for the transactions, newest first",
                  [this] { return wallet_history(send_.wallet_file, send_.node); });
    add_send(*wallet);
}

void WalletFlags::add_file_commands(CLI::App& wallet) {
    add_create(wallet);
    add_with_file(wallet, "address", "Print the address of a wallet file", [this] { return wallet_address(file_); });
    add_sign(wallet);
    add_passphrase_file(*add_with_file(wallet, "encrypt", "Encrypt the key in a wallet file with a passphrase",
                                       [this] { return wallet_encrypt(file_, passphrase_file_); }));
    add_passphrase_file(*add_with_file(wallet, "decrypt", "Write the key unencrypted, as the reference reads it",
                                       [this] { return wallet_decrypt(file_, passphrase_file_); }));
}

void WalletFlags::add_create(CLI::App& wallet) {
    CLI::App* command = add_with_file(wallet, "create", "Make a key and write it to a new file", [this] {
        return encrypts_ ? wallet_create_encrypted(file_, passphrase_file_) : wallet_create(file_);
    });
    CLI::Option* encrypt = command->add_flag("--encrypt", encrypts_, "Encrypt the key with a passphrase");
    add_passphrase_file(*command)->needs(encrypt);
}

void WalletFlags::add_sign(CLI::App& wallet) {
    CLI::App* command =
        add_with_file(wallet, "sign", "Sign transactions: one JSON object a line in, the signed one out",
                      [this] { return wallet_sign(file_, passphrase_file_, transactions_); });
    command->add_option("TRANSACTIONS", transactions_, "The lines to read; - is standard input, the default");
    add_passphrase_file(*command);
}

CLI::Option* WalletFlags::add_passphrase_file(CLI::App& command) {
    return command
        .add_option("--passphrase-file", passphrase_file_,
                    "Whose first line is the passphrase, - for standard input (default: the terminal is asked)")
        ->check(check_path)
        ->option_text("FILE");
}

CLI::App* WalletFlags::add_with_file(CLI::App& wallet, const char* name, const char* description, Action action) {
    CLI::App* command = wallet.add_subcommand(name, description);
    command->add_option("FILE", file_, "The wallet file")->required();
    command->callback([this, action = std::move(action)] { action_ = action; });
    return command;
}

// The flags of the reference's wallet client.
CLI::App* WalletFlags::add_with_node(CLI::App& wallet, const char* name, const char* description, Action action) {
    CLI::App* command = wallet.add_subcommand(name, description);
    command->add_option("-w,--wallet", send_.wallet_file, "The wallet file")->required()->option_text("FILE");
    command
        ->add_option_function<std::string>(
            "-n,--node", [this](const std::string& url) { send_.node = *net::parse_endpoint(url); },
            "The node to ask (default http://localhost:5000)")
        ->check(check_node_url)
        ->option_text("URL");
    command->callback([this, action = std::move(action)] { action_ = action; });
    return command;
}

void WalletFlags::add_send(CLI::App& wallet) {
    CLI::App* command = add_with_node(wallet, "send", "Pay somebody", [this] {
        send_.passphrase_file = passphrase_file_;
        return wallet_send(send_);
    });
    command->add_option("--to", send_.recipient, "Who is paid")
        ->required()
        ->check(check_address)
        ->option_text("ADDRESS");
    add_amount(*command, "--amount", send_.amount, "How much: 1.5, .5, 1_000 or 1e-08")
        ->required()
        ->check(check_amount_above_zero);
    add_amount(*command, "--fee", send_.fee, "For the miner, beyond the amount (default 0.001)")->check(check_amount);
    add_passphrase_file(*command);
    command->add_flag("--yes", send_.is_confirmed, "Do not ask, on a terminal, whether to send");
}

}  // namespace chaincore::cli
