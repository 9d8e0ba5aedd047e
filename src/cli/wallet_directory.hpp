// SPDX-License-Identifier: MIT
// Wallets by their names: NAME is NAME.json in the directory of wallets (data_path.hpp), which only its owner can
// enter. The main thread.
#pragma once

#include "chaincore/util/result.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace chaincore::cli {

// The file that is meant. A name is printable ASCII without a slash, does not begin with "." or "-" and does not end in
// ".json"; where a file of that name is in the current directory, or it is no name, it is a path.
Result<std::string, Error> wallet_file_of(const std::string& name_or_path);

// The same for one that is to be made: the directory of wallets is there where the file belongs into it.
Result<std::string, Error> new_wallet_file_of(const std::string& name_or_path);

// The one in the directory of wallets where nobody says which, and standard error names it. The Error: there is none,
// or there are several.
Result<std::string, Error> only_wallet_file();

// All files NAME.json of a directory, by name; those that begin with "." are none. None where it is not there.
Result<std::vector<std::filesystem::path>, Error> wallet_files_in(const std::filesystem::path& directory);

}  // namespace chaincore::cli
