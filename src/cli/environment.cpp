// SPDX-License-Identifier: MIT
#include "cli/environment.hpp"

#include <string_view>
#include <unistd.h>

namespace chaincore::cli {

Environment read_environment() {
    Environment variables;
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        const std::string_view text = *entry;
        const std::size_t end = text.find('=');
        if (!text.starts_with(kVariablePrefix) || end == std::string_view::npos || end + 1 == text.size()) continue;
        variables.emplace(text.substr(0, end), text.substr(end + 1));
    }
    return variables;
}

}  // namespace chaincore::cli
