// SPDX-License-Identifier: MIT
// The sizes that the rules name (docs/rules.md, "Transaction" and "Block"). Any thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace chaincore::chain {

inline constexpr std::size_t kMaxTransactionBytes = std::size_t{1} << 20;  // as canonical JSON
inline constexpr std::size_t kMaxBlockBytes = std::size_t{4} << 20;        // as canonical JSON
inline constexpr std::size_t kMaxInputs = 1000;
inline constexpr std::size_t kMaxOutputs = 1000;
inline constexpr std::size_t kMaxTransactionsInBlock = 1001;
inline constexpr std::size_t kMaxScriptCharacters = 1000;
inline constexpr std::size_t kMaxAddressCharacters = 128;
inline constexpr std::uint64_t kMaxNonce = 0x7fffffffffffffff;  // what mainline's database can hold
inline constexpr std::size_t kMedianBlocks = 11;
inline constexpr std::chrono::hours kMaxAheadOfClock{2};

}  // namespace chaincore::chain
