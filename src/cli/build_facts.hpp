// SPDX-License-Identifier: MIT
// How the program was built, known when the build was configured. Any thread.
#pragma once

#include <string>
#include <vector>

namespace chaincore::cli {

struct BuiltWith {
    std::string library;
    std::string version;  // empty: not used, or it does not say
};

struct BuildFacts {
    std::string version;
    std::string commit;      // "-dirty" behind it: the sources were changed since; empty: not known
    std::string build_type;  // of CMake: Release
    std::string sanitizers;  // mostly empty
    std::string compiler;
    std::vector<BuiltWith> libraries;
};

const BuildFacts& build_facts();

}  // namespace chaincore::cli
