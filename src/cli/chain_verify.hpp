// SPDX-License-Identifier: MIT
// `chaincore chain verify`: is a recorded chain valid, and if not, which rule does it break where? The main thread.
#pragma once

#include "chaincore/chain/params.hpp"
#include "cli/exit_code.hpp"

#include <string>

namespace chaincore::cli {

struct ChainVerifyOptions {
    std::string file;
    chain::NetworkParams params;
    bool json = false;
};

ExitCode chain_verify(const ChainVerifyOptions& options);

}  // namespace chaincore::cli
