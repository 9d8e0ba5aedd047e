// SPDX-License-Identifier: MIT
// The compression functions that sha256_dispatch.cpp chooses from. Plain data only: the files that implement them
// are compiled for instruction sets that the rest of the program may not use.
#pragma once

#include <cstddef>
#include <cstdint>

namespace chaincore::crypto {

// state: the eight chaining words; blocks: count * 64 bytes, any alignment.
using CompressFunction = void (*)(std::uint32_t* state, const std::uint8_t* blocks, std::size_t count);

// The definition by which the others are judged.
void sha256_compress_portable(std::uint32_t* state, const std::uint8_t* blocks, std::size_t count);

// Needs SHA-NI and SSE4.1.
void sha256_compress_sha_ni(std::uint32_t* state, const std::uint8_t* blocks, std::size_t count);

}  // namespace chaincore::crypto
