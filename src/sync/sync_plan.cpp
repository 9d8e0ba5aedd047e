// SPDX-License-Identifier: MIT
#include "chaincore/sync/sync_plan.hpp"

#include <algorithm>

namespace chaincore::sync {

std::optional<SyncPlan> plan_sync(std::uint64_t our_length, const std::vector<Claim>& claims) {
    const auto longest = std::max_element(
        claims.begin(), claims.end(), [](const Claim& one, const Claim& other) { return one.length < other.length; });
    if (longest == claims.end() || longest->length <= our_length) return std::nullopt;
    const auto longer = std::count_if(claims.begin(), claims.end(),
                                      [our_length](const Claim& claim) { return claim.length > our_length; });
    const bool serves_ranges = longest->dialect != net::Dialect::seed;
    return SyncPlan{*longest, serves_ranges ? FetchMethod::ranges : FetchMethod::whole_chain, longer > 1};
}

}  // namespace chaincore::sync
