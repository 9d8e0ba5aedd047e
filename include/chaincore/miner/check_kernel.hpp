// SPDX-License-Identifier: MIT
// A search kernel against OpenSSL, on random headers of every length. Any thread; takes a microsecond or two a header.
#pragma once

#include "chaincore/miner/kernel.hpp"
#include "chaincore/util/result.hpp"

#include <cstdint>
#include <functional>

namespace chaincore::miner {

// Hashes at least so many headers, with heights of 1 to 20 digits in turn, and hears after each group how many that
// were. seed: the same headers for the same seed. The error names the first header that the kernel hashes otherwise.
// Returns the number of headers.
Result<std::uint64_t, Error> check_kernel(const Kernel& kernel, std::uint64_t headers, std::uint64_t seed,
                                          const std::function<void(std::uint64_t)>& progress);

}  // namespace chaincore::miner
