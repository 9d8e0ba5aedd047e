// SPDX-License-Identifier: MIT
// Which rule a verdict names, and its name where a test prints it.
#pragma once

#include "chaincore/chain/rejection.hpp"

#include <optional>
#include <ostream>

namespace chaincore::chain {

inline void PrintTo(Rule rule, std::ostream* out) { *out << rule_name(rule); }

}  // namespace chaincore::chain

namespace chaincore::test {

// What refused_by() is compared with.
inline constexpr std::nullopt_t kAccepted = std::nullopt;

// None where the verdict, or the result, is a pass.
template <class T>
std::optional<chain::Rule> refused_by(const Result<T, chain::Rejection>& result) {
    if (result) return std::nullopt;
    return result.error().rule;
}

}  // namespace chaincore::test
