// SPDX-License-Identifier: MIT
// The faults of a node's parts as reasons for which it does not start. Plain functions.
#pragma once

#include "chaincore/node/node.hpp"
#include "chaincore/storage/chain_database.hpp"
#include "chaincore/util/result.hpp"

namespace chaincore::node {

inline StartFault to_start_fault(const storage::OpenFault& fault) {
    using Kind = StartFault::Kind;
    return {fault.is_configuration ? Kind::configuration : Kind::world, fault.message};
}

inline StartFault world_fault(const Error& error) { return {StartFault::Kind::world, error.message}; }

}  // namespace chaincore::node
