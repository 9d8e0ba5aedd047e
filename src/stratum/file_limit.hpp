// SPDX-License-Identifier: MIT
// Files that the process may open for sessions, beside those that it has use for already. The owner's thread.
#pragma once

#include <cstddef>

namespace chaincore::stratum {

// Asks the system for so many more; returns how many sessions there may be, a quarter of all files at least.
std::size_t grant_files(std::size_t wanted);

}  // namespace chaincore::stratum
