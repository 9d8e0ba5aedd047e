// SPDX-License-Identifier: MIT
#include "cli/backend_options.hpp"

#include <CLI/CLI.hpp>

#include <initializer_list>

namespace chaincore::cli {
namespace {

// Each command has some of them.
constexpr std::initializer_list<const char*> kCpuFlags = {"--kernel", "--threads", "--affinity", "--python"};
constexpr std::initializer_list<const char*> kOpenClFlags = {"--opencl-device", "--kernel-dir", "--retune"};

std::string first_given(const CLI::App& command, std::initializer_list<const char*> flags) {
    for (const char* const flag : flags)
        if (const CLI::Option* option = command.get_option_no_throw(flag); option != nullptr && option->count() > 0)
            return flag;
    return {};
}

std::string complaint(const std::string& flag, const std::string& backend, const std::string& searcher) {
    if (flag.empty()) return {};
    return flag + " is for " + searcher + ", with which --backend " + backend +
           " does not search: leave the flag out, or choose another --backend";
}

}  // namespace

std::string check_backend_options(const CLI::App& command, const std::string& backend, Searchers searchers) {
    std::string fault;
    if (!searchers.opencl) fault = complaint(first_given(command, kOpenClFlags), backend, "OpenCL devices");
    if (fault.empty() && !searchers.cpu)
        fault = complaint(first_given(command, kCpuFlags), backend, "the CPU's own kernels");
    return fault;
}

}  // namespace chaincore::cli
