// SPDX-License-Identifier: MIT
// What the node's parts have counted, in the words of the API. Any thread.
#pragma once

#include "chaincore/api/node_figures.hpp"
#include "chaincore/state/chain_thread.hpp"
#include "chaincore/storage/store_figures.hpp"

namespace chaincore::node {

api::ChainFigures figures_of(const state::ChainThread& chain);
api::StoreReport report_of(const storage::StoreFigures& store, bool has_failed);

}  // namespace chaincore::node
