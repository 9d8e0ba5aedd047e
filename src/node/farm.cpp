// SPDX-License-Identifier: MIT
#include "node/farm.hpp"

#include <utility>

namespace chaincore::node {

Farm::Farm(stratum::Slices slices, MiningLoop& mining, util::Log& log)
    : server_(std::move(slices), {}, [&mining](stratum::FoundBlock found) { mining.take(std::move(found)); }, log) {
    mining.share_with(*this);
}

}  // namespace chaincore::node
