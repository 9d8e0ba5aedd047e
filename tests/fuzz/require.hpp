// SPDX-License-Identifier: MIT
// What every fuzz target asks of the code under it: an invariant whose failure ends the program. One thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace chaincore::fuzz {

// libFuzzer may hand over a null pointer for no bytes; our callers' texts always point somewhere.
inline std::string_view as_text(const std::uint8_t* data, std::size_t size) {
    return size == 0 ? std::string_view("") : std::string_view(reinterpret_cast<const char*>(data), size);
}

// Always on, and abort() is what libFuzzer reports as a finding.
inline void require(bool holds, const char* invariant) {
    if (holds) return;
    std::fprintf(stderr, "broken invariant: %s\n", invariant);
    std::abort();
}

}  // namespace chaincore::fuzz
