// SPDX-License-Identifier: MIT
// The pages of the manual: one of the program, one of each of its commands. Flags and their descriptions are read from
// the commands themselves; what else a page needs is manual_parts.hpp. The main thread.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace chaincore::cli {

struct ManualPage {
    std::string name;  // chaincore-node
    std::string roff;
};

// The first is the program's.
std::vector<ManualPage> manual_pages(CLI::App& program);

}  // namespace chaincore::cli
