// SPDX-License-Identifier: MIT
#include "cli/data_path.hpp"

#include <cstdlib>
#include <string>

namespace chaincore::cli {
namespace {

std::filesystem::path environment_path(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

// Ours in what the variable names, or in that directory of the home; empty where there is neither.
std::filesystem::path user_path(const char* variable, const char* in_home) {
    const std::filesystem::path base = environment_path(variable);
    if (base.is_absolute()) return base / "chaincore";
    const std::filesystem::path home = environment_path("HOME");
    return home.is_absolute() ? home / in_home / "chaincore" : std::filesystem::path();
}

}  // namespace

Result<std::filesystem::path, Error> default_data_directory(chain::Network network) {
    std::filesystem::path base = environment_path("XDG_DATA_HOME");
    if (!base.is_absolute()) {  // as the specification wants it
        const std::filesystem::path home = environment_path("HOME");
        if (!home.is_absolute()) return fail(Error{"HOME is not set: say where the data lies with --data-dir"});
        base = home / ".local" / "share";
    }
    return base / "chaincore" / network_name(network);
}

std::filesystem::path default_wallet_directory() {
    const std::filesystem::path directory = user_path("XDG_DATA_HOME", ".local/share");
    return directory.empty() ? directory : directory / "wallets";
}

std::filesystem::path default_cache_directory() { return user_path("XDG_CACHE_HOME", ".cache"); }

std::filesystem::path default_config_file() {
    const std::filesystem::path directory = user_path("XDG_CONFIG_HOME", ".config");
    return directory.empty() ? directory : directory / "config.toml";
}

}  // namespace chaincore::cli
