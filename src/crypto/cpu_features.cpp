// SPDX-License-Identifier: MIT
#include "chaincore/crypto/cpu_features.hpp"

#if defined(__x86_64__)
#include <cpuid.h>
#endif

namespace chaincore::crypto {

CpuFeatures detect_cpu_features() {
    CpuFeatures features;
#if defined(__x86_64__)
    unsigned eax = 0, ebx = 0, ecx = 0, edx = 0;
    if (__get_cpuid(1, &eax, &ebx, &ecx, &edx) == 0) return features;
    const bool has_sse = (ecx & bit_SSSE3) != 0 && (ecx & bit_SSE4_1) != 0;
    if (__get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx) == 0) return features;
    features.sha_ni = has_sse && (ebx & bit_SHA) != 0;
#endif
    return features;
}

}  // namespace chaincore::crypto
