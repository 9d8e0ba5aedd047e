// SPDX-License-Identifier: MIT
// An unspent output and the name by which inputs refer to it. Plain values, any thread.
#pragma once

#include "chaincore/chain/number.hpp"
#include "chaincore/crypto/hash256.hpp"

#include <compare>
#include <cstdint>
#include <string>

namespace chaincore::consensus {

struct OutPoint {
    crypto::Hash256 tx_id;
    std::uint32_t index = 0;

    auto operator<=>(const OutPoint&) const = default;
};

struct Coin {
    chain::Number amount;  // with its kind: it is shown, and digested, as it was written
    std::string recipient_address;
    std::uint64_t height = 0;  // of the block that made it

    bool operator==(const Coin&) const = default;
};

struct NamedCoin {
    OutPoint out_point;
    Coin coin;

    bool operator==(const NamedCoin&) const = default;
};

}  // namespace chaincore::consensus

template <>
struct std::hash<chaincore::consensus::OutPoint> {
    std::size_t operator()(const chaincore::consensus::OutPoint& out_point) const noexcept {
        return std::hash<chaincore::crypto::Hash256>{}(out_point.tx_id) + out_point.index * 0x9e3779b97f4a7c15ULL;
    }
};
