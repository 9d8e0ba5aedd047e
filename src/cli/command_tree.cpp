// SPDX-License-Identifier: MIT
#include "cli/command_tree.hpp"

#include "cli/bench_options.hpp"
#include "cli/chain_options.hpp"
#include "cli/command_options.hpp"
#include "cli/config_options.hpp"
#include "cli/ctl_options.hpp"
#include "cli/devices_options.hpp"
#include "cli/inspect_options.hpp"
#include "cli/mine_options.hpp"
#include "cli/node_options.hpp"
#include "cli/self_options.hpp"
#include "cli/setting_judge.hpp"
#include "cli/view_options.hpp"
#include "cli/wallet_options.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <functional>
#include <set>
#include <utility>

namespace chaincore::cli {
namespace {

constexpr const char* kFooter =
    "Exit codes: 0 done, 1 failed, 2 bad usage or configuration, 3 no such device or backend.";
constexpr const char* kHint = " (chaincore --help shows what there is)";

void for_each_command(CLI::App& command, const std::function<void(CLI::App&)>& use) {
    use(command);
    for (CLI::App* child : command.get_subcommands({})) for_each_command(*child, use);
}

std::string more_faults(std::size_t count) {
    if (count == 1) return {};
    return " (and " + std::to_string(count - 1) + " more: chaincore config check lists them)";
}

}  // namespace

// Every group of commands binds its flags; parse() finds out what was given.
class CommandTree::Impl {
public:
    Impl() {
        app_.set_version_flag("--version", "chaincore " CHAINCORE_VERSION);
        app_.require_subcommand(1);
        for_each_command(app_, [this](CLI::App& command) {
            command.footer(kFooter);
            command.add_option("--config", config_path_, "The configuration file (docs/configuration.md)")
                ->configurable(false)
                ->option_text("FILE");
            take_over_required(command);
        });
    }

    CLI::App& program() { return app_; }

    Result<Action, Error> parse(const std::vector<std::string>& words) {
        words_ = words;
        try {
            app_.parse(std::vector<std::string>(words.rbegin(), words.rend()));
        } catch (const CLI::Success& wish) {
            return Action([this, wish = CLI::Error(wish)] { return static_cast<ExitCode>(app_.exit(wish)); });
        } catch (const CLI::ParseError& error) {
            return fail(Error{what_is_wrong(error) + kHint});
        }
        if (!takes_settings(*app_.get_subcommands().front())) return action_;
        if (auto applied = apply_settings(*chosen_command(app_)); !applied) return fail(applied.error());
        return action_;
    }

    void require_nothing() {
        required_.clear();
        needs_.clear();
        for_each_command(app_, [](CLI::App& command) {
            for (CLI::Option* option : command.get_options()) option->required(false);
        });
    }

    const SettingSources& sources() const { return sources_; }
    const ConfigFile& file() const { return file_; }
    Result<NodeOptions, Error> node_options() { return node_.options(); }

private:
    // What must be given may be given in the environment or the file, after which CLI11 does not look any more.
    void take_over_required(CLI::App& command) {
        for (CLI::Option* option : settable_options(command)) {
            if (option->get_required()) required_.insert(option);
            option->required(false);
            for (CLI::Option* needed : option->get_needs()) {
                needs_.emplace_back(option, needed);
                option->remove_needs(needed);
            }
        }
    }

    // What a file or a variable says in reserve needs nothing.
    bool is_flag_given(const CLI::Option& option) const {
        const auto source = sources_.find(key_of(option));
        return is_given(option) && source != sources_.end() && source->second.name == kFlagSource;
    }

    std::string what_is_missing(const CLI::App& command) const {
        for (const CLI::Option* option : command.get_options())
            if (required_.contains(option) && !is_given(*option)) return option->get_name() + " is required";
        for (const auto& [option, needed] : needs_)
            if (is_flag_given(*option) && !is_given(*needed))
                return option->get_name() + " requires " + needed->get_name();
        return {};
    }

    Result<void, Error> apply_settings(CLI::App& command) {
        const Environment environment = read_environment();
        auto file = read_config_file(config_path(environment));
        if (!file) return fail(file.error());
        file_ = *std::move(file);
        if (auto judged = judge_file(); !judged) return judged;
        auto sources = apply_sources(command, environment, file_);
        if (!sources) return fail(sources.error());
        sources_ = *std::move(sources);
        const std::string missing = what_is_missing(command);
        return missing.empty() ? Result<void, Error>() : fail(Error{missing + kHint});
    }

    std::string config_path(const Environment& environment) const {
        const auto variable = environment.find(kConfigVariable);
        return config_path_.empty() && variable != environment.end() ? variable->second : config_path_;
    }

    // All of it, whichever command was given.
    Result<void, Error> judge_file() const {
        if (file_.path.empty()) return {};
        Impl scratch;
        const auto faults = judge_settings(scratch.app_, file_.says);
        if (faults.empty()) return {};
        return fail(Error{sentence_about(file_, faults.front()) + more_faults(faults.size())});
    }

    // The same command line again, with the file as it is by now.
    Result<NodeOptions, Error> reread() const {
        Impl fresh;
        if (auto parsed = fresh.parse(words_); !parsed) return fail(parsed.error());
        return fresh.node_options();
    }

    // CLI11 misses the subcommand without naming the word that stands in its place.
    std::string what_is_wrong(const CLI::ParseError& error) const {
        const std::vector<std::string> unknown = app_.remaining(true);
        if (unknown.empty()) return error.what();
        return "\"" + unknown.front() + "\" is not known here";
    }

    CLI::App app_{"A mining node for ChainCore networks", "chaincore"};
    Action action_;
    std::vector<std::string> words_;
    std::string config_path_;
    ConfigFile file_;
    SettingSources sources_;
    std::set<const CLI::Option*> required_;
    std::vector<std::pair<const CLI::Option*, const CLI::Option*>> needs_;  // the second, where the first is given
    // In the order of --help.
    NodeFlags node_{app_, action_, [this] { return reread(); }};
    MineFlags mine_{app_, action_};
    ViewFlags view_{app_, action_};
    CtlFlags ctl_{app_, action_};
    ChainFlags chain_{app_, action_};
    InspectFlags inspect_{app_, action_};
    WalletFlags wallet_{app_, action_};
    BenchFlags bench_{app_, action_};
    DevicesFlags devices_{app_, action_};
    ConfigFlags config_{app_, action_, config_path_};
    SelfFlags self_{app_, action_};
};

CommandTree::CommandTree() : impl_(std::make_unique<Impl>()) {}
CommandTree::~CommandTree() = default;
CLI::App& CommandTree::program() { return impl_->program(); }
Result<Action, Error> CommandTree::parse(const std::vector<std::string>& words) { return impl_->parse(words); }
void CommandTree::require_nothing() { impl_->require_nothing(); }
const SettingSources& CommandTree::sources() const { return impl_->sources(); }
const ConfigFile& CommandTree::file() const { return impl_->file(); }
Result<NodeOptions, Error> CommandTree::node_options() { return impl_->node_options(); }

}  // namespace chaincore::cli
