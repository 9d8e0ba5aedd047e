// SPDX-License-Identifier: MIT
// Block 0, where nobody has one yet (docs/rules.md, "Networks"). One thread.
#pragma once

#include "chaincore/chain/block.hpp"
#include "chaincore/chain/params.hpp"
#include "chaincore/util/clock.hpp"
#include "chaincore/util/result.hpp"

namespace chaincore::node {

// Mainline's is a constant; a classic network's is mined here, at most at difficulty 5, as the reference mines its own:
// well below a second.
Result<chain::Block, Error> make_genesis(const chain::NetworkParams& params, const util::Clock& clock);

}  // namespace chaincore::node
