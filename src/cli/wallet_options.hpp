// SPDX-License-Identifier: MIT
// The flags of `chaincore wallet` and its commands. The main thread.
#pragma once

#include "cli/action.hpp"
#include "cli/wallet_list.hpp"
#include "cli/wallet_send.hpp"

#include <functional>
#include <string>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace chaincore::cli {

// Must outlive the parsing and the action.
class WalletFlags {
public:
    // action: set once one of the commands is given.
    WalletFlags(CLI::App& program, Action& action);
    WalletFlags(const WalletFlags&) = delete;
    WalletFlags& operator=(const WalletFlags&) = delete;

private:
    using FileAction = std::function<ExitCode(const std::string& wallet_file)>;

    void add_file_commands(CLI::App& wallet);
    void add_create(CLI::App& wallet);
    void add_passphrase(CLI::App& wallet);
    void add_sign(CLI::App& wallet);
    CLI::Option* add_passphrase_file(CLI::App& command);
    CLI::App* add_command(CLI::App& wallet, const char* name, const char* description, Action action);
    CLI::App* add_with_file(CLI::App& wallet, const char* name, const char* description, Action action);
    CLI::App* add_with_node(CLI::App& wallet, const char* name, const char* description, Action action);
    CLI::Option* add_node(CLI::App& command);
    void add_list(CLI::App& wallet);
    void add_send(CLI::App& wallet);
    void tell_arguments_apart(CLI::App& command);
    Action on_wallet(FileAction action) const;
    ExitCode create() const;
    ExitCode list();
    const std::string& given() const { return file_.empty() ? flag_file_ : file_; }

    Action& action_;
    std::string file_;       // the argument
    std::string flag_file_;  // of the flag
    std::string passphrase_file_;
    std::string new_passphrase_file_;
    bool encrypts_ = false;
    std::string transactions_ = "-";
    WalletSendOptions send_;
    bool json_ = false;
    WalletListOptions list_;
};

}  // namespace chaincore::cli
