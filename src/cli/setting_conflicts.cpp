// SPDX-License-Identifier: MIT
#include "cli/setting_conflicts.hpp"

#include "cli/command_options.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <utility>

namespace chaincore::cli {
namespace {

// A flag that is of no use beside some values of another one. Within one source the command complains about them.
struct Useless {
    const char* key;
    const char* beside;
    std::vector<std::string> values;
};

const std::vector<Useless>& useless_flags() {
    static const std::vector<Useless> kUseless = {
        {"kernel", "backend", {"opencl", "none"}},
        {"threads", "backend", {"opencl", "none"}},
        {"affinity", "backend", {"opencl", "none"}},
        {"opencl-device", "backend", {"cpu", "none"}},
        {"kernel-dir", "backend", {"cpu", "none"}},
        {"retune", "backend", {"cpu", "none"}},
        {"blocks", "backend", {"none"}},
        {"difficulty", "network", {"mainline"}},
        {"pin-genesis", "network", {"mainline"}},
    };
    return kUseless;
}

bool is_useless(const std::string& key, const SettingSources& decided) {
    return std::any_of(useless_flags().begin(), useless_flags().end(), [&](const Useless& flag) {
        if (key != flag.key) return false;
        const auto other = decided.find(flag.beside);
        return other != decided.end() && !other->second.texts.empty() &&
               std::find(flag.values.begin(), flag.values.end(), other->second.texts.front()) != flag.values.end();
    });
}

bool says_something(const CLI::Option& option, const SettingSources& given) {
    const auto found = given.find(key_of(option));
    return found != given.end() && !is_idle(option, found->second.texts);
}

// Its key; empty: nobody excludes the option.
std::string excluder_of(const CLI::Option& option, const SettingSources& given) {
    for (const CLI::Option* excluded : option.get_excludes())
        if (says_something(*excluded, given)) return key_of(*excluded);
    return {};
}

}  // namespace

bool is_silenced(const CLI::Option& option, const SettingSources& decided) {
    return is_useless(key_of(option), decided) || !excluder_of(option, decided).empty();
}

std::optional<ExcludingPair> excluding_pair(CLI::App& command, const SettingSources& given) {
    for (const CLI::Option* option : settable_options(command)) {
        if (!says_something(*option, given)) continue;
        if (std::string other = excluder_of(*option, given); !other.empty())
            return ExcludingPair{key_of(*option), std::move(other)};
    }
    return std::nullopt;
}

}  // namespace chaincore::cli
