// SPDX-License-Identifier: MIT
// `chaincore wallet`: keys in the reference's files. The main thread.
#pragma once

#include "cli/exit_code.hpp"

#include <string>

namespace chaincore::cli {

// Makes a key and writes it to a new file.
ExitCode wallet_create(const std::string& wallet_file);

// Prints the file's address.
ExitCode wallet_address(const std::string& wallet_file);

// Signs transactions: one JSON object a line in, the signed one in canonical JSON out.
ExitCode wallet_sign(const std::string& wallet_file, const std::string& transactions);

}  // namespace chaincore::cli
