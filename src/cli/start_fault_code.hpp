// SPDX-License-Identifier: MIT
// The exit code of a start that failed. Any thread.
#pragma once

#include "chaincore/node/node.hpp"
#include "cli/exit_code.hpp"

namespace chaincore::cli {

constexpr ExitCode exit_code_of(node::StartFault::Kind kind) {
    switch (kind) {
        case node::StartFault::Kind::configuration: return kUsage;
        case node::StartFault::Kind::device: return kNoDevice;
        case node::StartFault::Kind::stopped: return kDone;
        case node::StartFault::Kind::world: break;
    }
    return kFailed;
}

}  // namespace chaincore::cli
