// SPDX-License-Identifier: MIT
#include "worker/find_box.hpp"

#include <utility>

namespace chaincore::worker {

void FindBox::put(FoundHit find) {
    const std::lock_guard lock(mutex_);
    finds_.push_back(std::move(find));
}

std::vector<FoundHit> FindBox::take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(finds_, {});
}

}  // namespace chaincore::worker
