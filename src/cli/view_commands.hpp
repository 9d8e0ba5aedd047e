// SPDX-License-Identifier: MIT
// `chaincore status` and `chaincore peers`: a running node, ours or of the reference, as it is at this moment. The main
// thread.
#pragma once

#include "chaincore/net/endpoint.hpp"
#include "cli/exit_code.hpp"

namespace chaincore::cli {

struct ViewOptions {
    net::Endpoint node{"localhost", 5000};
    bool json = false;            // what the node answers, as it is
    double interval_seconds = 2;  // of `chaincore top`
};

ExitCode show_status(const ViewOptions& options);
ExitCode show_peers(const ViewOptions& options);

}  // namespace chaincore::cli
