// SPDX-License-Identifier: MIT
// What the system knows of this process (proc(5)). Any thread.
#pragma once

#include "chaincore/api/node_figures.hpp"
#include "chaincore/util/clock.hpp"

namespace chaincore::node {

// What cannot be read is 0.
api::ProcessFigures read_process_figures(const util::Clock& clock);

}  // namespace chaincore::node
