// SPDX-License-Identifier: MIT
#include "chaincore/util/check.hpp"

#include <cstdio>
#include <cstdlib>

namespace chaincore::util {

void check_failed(const char* condition, const char* file, int line) {
    std::fprintf(stderr, "%s:%d: this cannot be, and is: not (%s). Please report it.\n", file, line, condition);
    std::abort();
}

}  // namespace chaincore::util
