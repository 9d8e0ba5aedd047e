// SPDX-License-Identifier: MIT
#include "chaincore/sync/sync_plan.hpp"

namespace chaincore::sync {

std::optional<SyncPlan> plan_sync(std::uint64_t our_length, const std::vector<Claim>& claims, Choice choice) {
    const Claim* chosen = nullptr;
    for (const Claim& claim : claims) {
        if (claim.length <= our_length) continue;
        if (chosen == nullptr || (choice == Choice::longest && claim.length > chosen->length)) chosen = &claim;
    }
    if (chosen == nullptr) return std::nullopt;
    const bool serves_ranges = chosen->dialect != net::Dialect::seed;
    return SyncPlan{*chosen, serves_ranges ? FetchMethod::ranges : FetchMethod::whole_chain};
}

}  // namespace chaincore::sync
