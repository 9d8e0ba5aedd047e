// SPDX-License-Identifier: MIT
#include "miner/cpu/cores.hpp"

#include <sched.h>

namespace chaincore::miner {

std::vector<int> usable_core_numbers() {
    cpu_set_t set;
    CPU_ZERO(&set);
    if (::sched_getaffinity(0, sizeof set, &set) != 0) return {};
    std::vector<int> cores;
    for (int core = 0; core < CPU_SETSIZE; ++core)
        if (CPU_ISSET(core, &set)) cores.push_back(core);
    return cores;
}

bool pin_to_core(std::size_t index) {
    const std::vector<int> cores = usable_core_numbers();
    if (cores.empty()) return false;
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(cores[index % cores.size()], &set);
    return ::sched_setaffinity(0, sizeof set, &set) == 0;
}

}  // namespace chaincore::miner
