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

std::filesystem::path default_cache_directory() {
    const std::filesystem::path base = environment_path("XDG_CACHE_HOME");
    if (base.is_absolute()) return base / "chaincore";
    const std::filesystem::path home = environment_path("HOME");
    return home.is_absolute() ? home / ".cache" / "chaincore" : std::filesystem::path();
}

}  // namespace chaincore::cli
