// SPDX-License-Identifier: MIT
// Gives each session its own nonces: those that begin with seven digits of its own (docs/stratum.md, "From the first
// line to the first job"). One thread.
#pragma once

#include "chaincore/miner/work_source.hpp"

#include <cstdint>
#include <deque>
#include <optional>
#include <string>

namespace chaincore::stratum {

// The first digits of a nonce, as a number of as many digits.
class Slice {
public:
    static constexpr unsigned kDigits = 7;
    static constexpr std::uint32_t kLowest = 1'000'000;
    // The next one has nonces beyond the highest.
    static constexpr std::uint32_t kHighest = 9'223'371;

    explicit Slice(std::uint32_t digits) : digits_(digits) {}

    std::string text() const { return std::to_string(digits_); }
    miner::NonceRange nonces() const;
    bool holds(std::uint64_t nonce) const { return nonce / kWidth == digits_; }
    std::uint32_t digits() const { return digits_; }

    bool operator==(const Slice&) const = default;

private:
    static constexpr std::uint64_t kWidth = 1'000'000'000'000;  // nonces

    std::uint32_t digits_;
};

class Slices {
public:
    static constexpr std::uint32_t kCount = Slice::kHighest - Slice::kLowest + 1;

    // first: any number; it says which one is given out first. A node that is started again begins elsewhere.
    explicit Slices(std::uint64_t first) : next_(static_cast<std::uint32_t>(first % kCount)) {}

    // One that nobody has, of these the one that has been unused longest; nothing where all are taken.
    std::optional<Slice> take();
    void give_back(Slice slice) { returned_.push_back(slice); }

private:
    std::uint32_t next_;
    std::uint32_t fresh_ = kCount;  // that were never given out
    std::deque<Slice> returned_;    // longest first
};

}  // namespace chaincore::stratum
