// SPDX-License-Identifier: MIT
#include "chaincore/crypto/cpu_features.hpp"
#include "chaincore/miner/kernel.hpp"
#include "miner/cpu/search_kernel.hpp"

#include <string>

namespace chaincore::miner {
namespace {

struct TableEntry {
    Kernel kernel;
    bool (*runs_on)(const crypto::CpuFeatures& cpu);
};

// In order of preference.
constexpr TableEntry kTable[] = {
#if defined(__x86_64__)
    {{"avx512", &kAvx512Code}, [](const crypto::CpuFeatures& cpu) { return cpu.avx512; }},
    {{"sha_ni", &kShaNiCode}, [](const crypto::CpuFeatures& cpu) { return cpu.sha_ni && cpu.avx; }},
    {{"avx2", &kAvx2Code}, [](const crypto::CpuFeatures& cpu) { return cpu.avx2; }},
#endif
    {{"portable", &kPortableCode}, [](const crypto::CpuFeatures&) { return true; }},
};

}  // namespace

std::vector<Kernel> supported_kernels() {
    const crypto::CpuFeatures cpu = crypto::detect_cpu_features();
    std::vector<Kernel> kernels;
    for (const TableEntry& entry : kTable)
        if (entry.runs_on(cpu)) kernels.push_back(entry.kernel);
    return kernels;
}

std::vector<std::string_view> built_kernels() {
    std::vector<std::string_view> names;
    for (const TableEntry& entry : kTable) names.push_back(entry.kernel.name);
    return names;
}

Kernel best_kernel() { return supported_kernels().front(); }

Result<Kernel, Error> find_kernel(std::string_view name) {
    std::string names;
    for (const Kernel& kernel : supported_kernels()) {
        if (kernel.name == name) return kernel;
        names.append(names.empty() ? "" : ", ").append(kernel.name);
    }
    return fail(Error{"this CPU has no search kernel '" + std::string(name) + "', it has: " + names});
}

}  // namespace chaincore::miner
