// SPDX-License-Identifier: MIT
// `chaincore inspect`: why is a transaction, a header, a JSON text what it is, or refused? The main thread.
#pragma once

#include "chaincore/chain/params.hpp"
#include "cli/exit_code.hpp"

#include <string>

namespace chaincore::cli {

enum class InspectKind { tx, header, merkle, address, json, spend };

struct InspectOptions {
    InspectKind kind = InspectKind::json;
    std::string file = "-";
    chain::Network network = chain::Network::classic;
};

// One JSON value a line in, one object a line out. A line that is refused makes an object with "error" and "rule",
// and in the end exit code 1.
ExitCode inspect(const InspectOptions& options);

}  // namespace chaincore::cli
