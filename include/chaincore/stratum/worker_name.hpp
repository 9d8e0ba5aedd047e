// SPDX-License-Identifier: MIT
// What a worker calls itself: an address, which is paid, and perhaps a dot and a name for the machine (docs/stratum.md,
// "From the first line to the first job"). Any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace chaincore::stratum {

inline constexpr std::size_t kLongestRig = 64;  // behind the dot

// Empty where it is one; else a sentence.
std::string complaint_about_worker(std::string_view name);

// May the part behind the dot have it?
bool is_in_a_rigs_name(char c);

// The address in it.
std::string payee_of(std::string_view name);

}  // namespace chaincore::stratum
