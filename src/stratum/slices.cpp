// SPDX-License-Identifier: MIT
#include "chaincore/stratum/slices.hpp"

namespace chaincore::stratum {

miner::NonceRange Slice::nonces() const {
    const std::uint64_t first = digits_ * kWidth;
    return {first, first + kWidth - 1};
}

std::optional<Slice> Slices::take() {
    if (fresh_ > 0) {
        --fresh_;
        const Slice slice(Slice::kLowest + next_);
        next_ = (next_ + 1) % kCount;
        return slice;
    }
    if (returned_.empty()) return std::nullopt;
    const Slice slice = returned_.front();
    returned_.pop_front();
    return slice;
}

}  // namespace chaincore::stratum
