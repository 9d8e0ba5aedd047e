// SPDX-License-Identifier: MIT
// The flags about OpenCL devices, which several commands have. The main thread.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace chaincore::cli {

// Must outlive the commands that it has added flags to.
struct OpenClFlags {
    std::vector<std::string> devices;
    std::filesystem::path kernels;
    std::filesystem::path cache;  // where nobody says otherwise: in the user's cache, or none
    bool retunes = false;

    OpenClFlags();
    void add_to(CLI::App& command);
};

}  // namespace chaincore::cli
