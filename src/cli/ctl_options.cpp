// SPDX-License-Identifier: MIT
#include "cli/ctl_options.hpp"

#include "cli/option_checks.hpp"
#include "cli/option_choices.hpp"

#include <CLI/CLI.hpp>

namespace chaincore::cli {

CtlFlags::CtlFlags(CLI::App& program, Action& action) : action_(action) {
    CLI::App* ctl = program.add_subcommand("ctl", "Tell a running node what to do");
    ctl->require_subcommand(1);
    add_place(*ctl);
    add(*ctl, "pause", "Have it stop searching, until it is resumed", ctl_pause);
    add(*ctl, "resume", "Have it search again", ctl_resume);
    add(*ctl, "threads", "Have so many threads of its CPU search, until the restart", ctl_set_threads)
        ->add_option("N", options_.threads, "How many")
        ->required()
        ->check(CLI::Range(1U, 1024U));
    add(*ctl, "backend", "Have it search with something else, until the restart", ctl_set_backend)
        ->add_option("NAME", options_.backend, "As --backend: auto, cpu, opencl, cpu,opencl or none")
        ->required()
        ->check(one_of({"auto", "cpu", "opencl", "cpu,opencl", "opencl,cpu", "none"}));
    add(*ctl, "stop", "Have it end, as SIGTERM does", ctl_stop);
    add_of_block(*ctl, "invalidate", "Leave a block and whatever builds on it, until it is reconsidered",
                 ctl_invalidate);
    add_of_block(*ctl, "reconsider", "Have it count again, with all that it builds on and that builds on it",
                 ctl_reconsider);
    CLI::App* peer = ctl->add_subcommand("peer", "Its peers");
    peer->require_subcommand(1);
    add_of_peer(*peer, "add", "Name one, as --peer does, until the restart", ctl_add_peer);
    add_of_peer(*peer, "remove", "Forget one; it may be found again", ctl_remove_peer);
    CLI::App* ban = ctl->add_subcommand("ban", "Peers that are left alone");
    ban->require_subcommand(1);
    add_of_peer(*ban, "add", "Have one left alone", ctl_add_ban)
        ->add_option("--seconds", options_.ban_seconds, "For how long (default 86400, a day; no more)")
        ->check(CLI::Range(1, 86'400))
        ->option_text("S");
    add_of_peer(*ban, "remove", "End a ban", ctl_remove_ban);
    add(*ban, "list", "Show who is banned, and until when", ctl_list_bans);
}

void CtlFlags::add_place(CLI::App& ctl) {
    ctl.add_option_function<std::string>(
           "-n,--node", [this](const std::string& url) { options_.node = *net::parse_endpoint(url); },
           "The node (default: http://localhost:5000)")
        ->check(check_node_url)
        ->option_text("URL");
    ctl.add_option("--data-dir", options_.data_directory,
                   "The node's directory, where its token is (default: the "
                   "network's own)")
        ->check(check_path)
        ->option_text("DIR");
    ctl.add_option_function<std::string>(
           "--network",
           [this](const std::string& name) {
               options_.network = name == "mainline" ? chain::Network::mainline : chain::Network::classic;
           },
           "Whose directory that is: classic (the default) or mainline")
        ->check(one_of({"classic", "mainline"}))
        ->option_text("NETWORK");
    ctl.add_option("--token-file", options_.token_file, "The token itself, where it lies elsewhere")
        ->check(check_path)
        ->option_text("FILE");
}

CLI::App* CtlFlags::add(CLI::App& parent, const char* name, const char* description, Command command) {
    CLI::App* app = parent.add_subcommand(name, description);
    app->add_flag("--json", options_.json, "Print what the node answers, as it is");
    app->callback([this, command] { action_ = [this, command] { return command(options_); }; });
    return app;
}

CLI::App* CtlFlags::add_of_peer(CLI::App& parent, const char* name, const char* description, Command command) {
    CLI::App* app = add(parent, name, description, command);
    app->add_option("URL", options_.peer, "The peer, as in http://192.168.1.20:5000")
        ->required()
        ->check(check_node_url);
    return app;
}

void CtlFlags::add_of_block(CLI::App& parent, const char* name, const char* description, Command command) {
    add(parent, name, description, command)
        ->add_option("HASH", options_.block_hash, "The block's hash")
        ->required()
        ->check(check_block_hash);
}

}  // namespace chaincore::cli
