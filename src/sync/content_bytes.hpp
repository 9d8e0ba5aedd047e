// SPDX-License-Identifier: MIT
// What there is to a block, however it was written: padding does not count. Any thread.
#pragma once

#include "chaincore/chain/block.hpp"

#include <cstddef>

namespace chaincore::sync {

// Its canonical JSON has at least so many bytes, and seldom many more.
std::size_t content_bytes(const chain::Block& block);

}  // namespace chaincore::sync
