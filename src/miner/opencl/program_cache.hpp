// SPDX-License-Identifier: MIT
// The program that devices run: compiled once for each device, driver, source and set of options, and kept on disk.
// Throws cl::Error; any thread.
#pragma once

#include "chaincore/util/result.hpp"
#include "miner/opencl/opencl.hpp"

#include <filesystem>
#include <string>

namespace chaincore::miner {

struct ProgramSource {
    std::string text;
    std::string options;  // for the compiler
};

// The kernels that are embedded in this program, or those of a directory that has sha256.cl and search.cl; for so many
// nonces side by side in a work item.
Result<ProgramSource, Error> load_kernels(const std::filesystem::path& directory, std::uint32_t lanes);

struct ProgramCache {
    std::filesystem::path directory;  // empty: none
    bool is_distrusted = false;       // what it has is written anew
};

// From the cache, or built and put there. What is in the cache and does not load is built anew. The error has the
// compiler's log.
Result<cl::Program, Error> build_program(const cl::Context& context, const cl::Device& device,
                                         const ProgramSource& source, const ProgramCache& cache);

}  // namespace chaincore::miner
