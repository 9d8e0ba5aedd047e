// SPDX-License-Identifier: MIT
// The node's remarks on standard error: time, level, line; levels in colour on a terminal. Any thread.
#pragma once

#include "chaincore/util/log.hpp"

#include <memory>

namespace chaincore::cli {

// lowest: what lies below it is left out.
std::unique_ptr<util::Log> make_console_log(util::LogLevel lowest);

}  // namespace chaincore::cli
