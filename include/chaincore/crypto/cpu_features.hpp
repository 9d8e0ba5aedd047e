// SPDX-License-Identifier: MIT
// What this CPU can do. The one place that asks it. Any thread.
#pragma once

namespace chaincore::crypto {

struct CpuFeatures {
    bool sha_ni = false;  // with the SSE4.1 and SSSE3 that code for it also needs
};

CpuFeatures detect_cpu_features();

}  // namespace chaincore::crypto
