// SPDX-License-Identifier: MIT
// What makes a hash a proof of work: the one place that counts its zeros, for those who mine and those who check. Any
// thread.
#pragma once

#include <cstdint>
#include <string_view>

namespace chaincore::chain {

// Does the hash, as hex digits, begin with at least `difficulty` zeros?
bool has_work(std::string_view hash, std::uint64_t difficulty);

}  // namespace chaincore::chain
