// SPDX-License-Identifier: MIT
// What this CPU can do. The one place that asks it. Any thread.
#pragma once

#include <string>

namespace chaincore::crypto {

struct CpuFeatures {
    bool sha_ni = false;  // with the SSE4.1 and SSSE3 that code for it also needs
    bool avx = false;     // and the operating system keeps the wide registers, as below
    bool avx2 = false;    // with the POPCNT that code for it also needs
    bool avx512 = false;  // AVX-512F
};

CpuFeatures detect_cpu_features();

// What the CPU calls itself; "unknown CPU" where it does not say.
std::string cpu_model();

}  // namespace chaincore::crypto
