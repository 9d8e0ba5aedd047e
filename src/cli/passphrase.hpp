// SPDX-License-Identifier: MIT
// Passphrases: the first line of a file, or what somebody types at the terminal; never an argument or a variable, which
// others can see. The main thread.
#pragma once

#include "chaincore/crypto/secret.hpp"
#include "chaincore/util/result.hpp"

#include <string>

namespace chaincore::cli {

// file: "-" is standard input, of which nothing beyond that line is read; empty: the terminal that this process belongs
// to. whose: the wallet file, for the question. An empty passphrase is an Error.
Result<crypto::Secret, Error> read_passphrase(const std::string& file, const std::string& whose);

// One that is to be set: at a terminal it is typed twice.
Result<crypto::Secret, Error> read_new_passphrase(const std::string& file, const std::string& whose);

}  // namespace chaincore::cli
