// SPDX-License-Identifier: MIT
// How values are spread over fixed ranges. No lock: any thread adds, any reads; what is added meanwhile may be in one
// of the figures only.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace chaincore::util {

struct HistogramCounts {
    std::vector<double> bounds;  // ascending
    std::vector<std::uint64_t>
        counts;      // of the values up to each bound and above the one before; then of those above all
    double sum = 0;  // of all values
};

// kBounds: an array of doubles, ascending.
template <const auto& kBounds>
class Histogram {
public:
    void add(double value) {
        const auto bound = std::lower_bound(kBounds.begin(), kBounds.end(), value);
        ++counts_[static_cast<std::size_t>(bound - kBounds.begin())];
        sum_ += value;
    }

    HistogramCounts counts() const {
        return {{kBounds.begin(), kBounds.end()}, {counts_.begin(), counts_.end()}, sum_};
    }

private:
    std::array<std::atomic<std::uint64_t>, kBounds.size() + 1> counts_{};
    std::atomic<double> sum_ = 0;
};

}  // namespace chaincore::util
