// SPDX-License-Identifier: MIT
// SHA-256 (FIPS 180-4) over whole messages, by the fastest code that this CPU runs. Any thread.
// The search kernels, which hash headers only, live in miner/cpu.
#pragma once

#include "chaincore/crypto/hash256.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace chaincore::crypto {

// The eight chaining words, a first.
using Sha256State = std::array<std::uint32_t, 8>;

inline constexpr Sha256State kSha256Initial = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                               0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
inline constexpr std::size_t kSha256BlockSize = 64;

// Runs the compression function over `count` consecutive blocks of 64 bytes.
void sha256_compress(Sha256State& state, const std::uint8_t* blocks, std::size_t count);

Hash256 sha256(std::span<const std::uint8_t> message);
Hash256 sha256(std::string_view message);

// SHA-256 of the 32 bytes of the SHA-256: D(x) of docs/protocol.md.
Hash256 double_sha256(std::string_view message);

}  // namespace chaincore::crypto
