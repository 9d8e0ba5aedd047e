// SPDX-License-Identifier: MIT
#include "chaincore/sync/sync_plan.hpp"

namespace chaincore::sync {

bool claims_more(const Claim& claim, const OwnChain& ours) {
    return claim.work.empty() || ours.work.empty() ? claim.length > ours.length : claim.work > ours.work;
}

std::optional<SyncPlan> plan_sync(const OwnChain& ours, const std::vector<Claim>& claims, Choice choice) {
    const Claim* chosen = nullptr;
    for (const Claim& claim : claims) {
        if (!claims_more(claim, ours)) continue;
        if (chosen == nullptr || (choice == Choice::longest && claim.length > chosen->length)) chosen = &claim;
    }
    if (chosen == nullptr) return std::nullopt;
    const bool serves_ranges = chosen->dialect != net::Dialect::seed;
    return SyncPlan{*chosen, serves_ranges ? FetchMethod::ranges : FetchMethod::whole_chain};
}

}  // namespace chaincore::sync
