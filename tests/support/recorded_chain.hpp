// SPDX-License-Identifier: MIT
// Reads a whole /chain answer at once, as a node reads it piece by piece.
#pragma once

#include "chaincore/chain/block.hpp"
#include "chaincore/chain/rejection.hpp"

#include <string_view>
#include <vector>

namespace chaincore::test {

Result<std::vector<chain::Block>, chain::Rejection> read_chain(std::string_view answer);

}  // namespace chaincore::test
