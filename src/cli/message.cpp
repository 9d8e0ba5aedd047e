// SPDX-License-Identifier: MIT
#include "cli/message.hpp"

#include <fmt/core.h>

namespace chaincore::cli {

ExitCode complain(const std::string& sentence, ExitCode code) {
    fmt::print(stderr, "chaincore: {}\n", sentence);
    return code;
}

}  // namespace chaincore::cli
