// SPDX-License-Identifier: MIT
#include "stratum/file_limit.hpp"

#include <algorithm>
#include <sys/resource.h>

namespace chaincore::stratum {

std::size_t grant_files(std::size_t wanted) {
    rlimit files{};
    if (getrlimit(RLIMIT_NOFILE, &files) != 0) return wanted;
    const rlim_t before = files.rlim_cur;
    files.rlim_cur = std::min<rlim_t>(before + wanted, files.rlim_max);
    if (setrlimit(RLIMIT_NOFILE, &files) != 0) files.rlim_cur = before;
    return std::min<std::size_t>(wanted, std::max(files.rlim_cur - before, before / 4));
}

}  // namespace chaincore::stratum
