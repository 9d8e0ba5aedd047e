// SPDX-License-Identifier: MIT
// Which flags go with which backend: one that would be ignored is refused. The main thread.
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace chaincore::cli {

// What a backend searches with.
struct Searchers {
    bool cpu = false;
    bool opencl = false;
};

// A sentence about the first flag on the command line that means nothing to them; empty: there is none.
std::string check_backend_options(const CLI::App& command, const std::string& backend, Searchers searchers);

}  // namespace chaincore::cli
