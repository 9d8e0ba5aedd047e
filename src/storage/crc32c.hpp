// SPDX-License-Identifier: MIT
// CRC-32C (Castagnoli's polynomial, RFC 3720), with which RocksDB guards the records of its logs. Any thread.
#pragma once

#include <cstdint>
#include <string_view>

namespace chaincore::storage {

std::uint32_t crc32c(std::string_view bytes);

}  // namespace chaincore::storage
