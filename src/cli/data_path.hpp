// SPDX-License-Identifier: MIT
// Where data lies when nobody says where (XDG Base Directory Specification). The main thread.
#pragma once

#include "chaincore/chain/params.hpp"
#include "chaincore/util/result.hpp"

#include <filesystem>

namespace chaincore::cli {

// $XDG_DATA_HOME/chaincore/<network>, or ~/.local/share instead of the first; a directory for each network.
Result<std::filesystem::path, Error> default_data_directory(chain::Network network);

// $XDG_DATA_HOME/chaincore/wallets, or ~/.local/share instead of the first; empty where there is no home.
std::filesystem::path default_wallet_directory();

// $XDG_CACHE_HOME/chaincore, or ~/.cache instead of the first; empty where there is no home.
std::filesystem::path default_cache_directory();

// $XDG_CONFIG_HOME/chaincore/config.toml, or ~/.config instead of the first; empty where there is no home.
std::filesystem::path default_config_file();

}  // namespace chaincore::cli
