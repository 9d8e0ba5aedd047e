// SPDX-License-Identifier: MIT
// CHAINCORE_CHECK: an invariant of ours, always on. Never for input: that gets a Rejection or an Error. Any thread.
#pragma once

namespace chaincore::util {

[[noreturn]] void check_failed(const char* condition, const char* file, int line);

}  // namespace chaincore::util

#define CHAINCORE_CHECK(condition) \
    ((condition) ? static_cast<void>(0) : ::chaincore::util::check_failed(#condition, __FILE__, __LINE__))
