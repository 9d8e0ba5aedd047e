// SPDX-License-Identifier: MIT
#include "chaincore/crypto/cpu_features.hpp"

#if defined(__x86_64__)
#include <cpuid.h>
#include <cstring>
#endif

namespace chaincore::crypto {
namespace {

constexpr const char* kUnknownModel = "unknown CPU";

#if defined(__x86_64__)
// 48 characters in three leaves, filled up with blanks or zeros.
std::string brand_string() {
    constexpr unsigned kFirstLeaf = 0x80000002;
    char text[49] = {};
    for (unsigned leaf = 0; leaf < 3; ++leaf) {
        unsigned registers[4] = {};
        if (__get_cpuid(kFirstLeaf + leaf, &registers[0], &registers[1], &registers[2], &registers[3]) == 0) return {};
        std::memcpy(text + sizeof registers * leaf, registers, sizeof registers);
    }
    return text;
}
#endif

}  // namespace

CpuFeatures detect_cpu_features() {
    CpuFeatures features;
#if defined(__x86_64__)
    __builtin_cpu_init();
    features.avx = __builtin_cpu_supports("avx") != 0;
    features.avx2 = __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("popcnt") != 0;
    features.avx512 = __builtin_cpu_supports("avx512f") != 0;
    unsigned eax = 0, ebx = 0, ecx = 0, edx = 0;
    if (__get_cpuid(1, &eax, &ebx, &ecx, &edx) == 0) return features;
    const bool has_sse = (ecx & bit_SSSE3) != 0 && (ecx & bit_SSE4_1) != 0;
    if (__get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx) == 0) return features;
    features.sha_ni = has_sse && (ebx & bit_SHA) != 0;
#endif
    return features;
}

std::string cpu_model() {
#if defined(__x86_64__)
    const std::string text = brand_string();
    const auto first = text.find_first_not_of(' ');
    if (first != std::string::npos) return text.substr(first, text.find_last_not_of(' ') + 1 - first);
#endif
    return kUnknownModel;
}

}  // namespace chaincore::crypto
