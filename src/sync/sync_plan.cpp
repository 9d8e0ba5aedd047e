// SPDX-License-Identifier: MIT
#include "chaincore/sync/sync_plan.hpp"

#include <algorithm>

namespace chaincore::sync {
namespace {

// Who else is asked for blocks at the same time.
constexpr std::size_t kMostHelpers = 3;

bool serves_ranges(const Claim& claim) { return claim.dialect != net::Dialect::seed; }

std::vector<net::Endpoint> helpers_of(const Claim& chosen, const OwnChain& ours, const std::vector<Claim>& claims) {
    std::vector<net::Endpoint> helpers;
    for (const Claim& claim : claims)
        if (claim.peer != chosen.peer && serves_ranges(claim) && claims_more(claim, ours) &&
            helpers.size() < kMostHelpers)
            helpers.push_back(claim.peer);
    return helpers;
}

const Claim* first_unweighed(const std::vector<Claim>& claims) {
    const auto found =
        std::find_if(claims.begin(), claims.end(), [](const Claim& claim) { return !claim.unweighed_tip.empty(); });
    return found == claims.end() ? nullptr : &*found;
}

}  // namespace

bool claims_more(const Claim& claim, const OwnChain& ours) {
    return claim.work.empty() || ours.work.empty() ? claim.length > ours.length : claim.work > ours.work;
}

std::optional<SyncPlan> plan_sync(const OwnChain& ours, const std::vector<Claim>& claims, Choice choice) {
    const Claim* chosen = nullptr;
    for (const Claim& claim : claims) {
        if (!claims_more(claim, ours)) continue;
        if (chosen == nullptr || (choice == Choice::largest && claims_more(claim, {chosen->length, chosen->work})))
            chosen = &claim;
    }
    if (chosen == nullptr) chosen = first_unweighed(claims);
    if (chosen == nullptr) return std::nullopt;
    if (!serves_ranges(*chosen)) return SyncPlan{*chosen, FetchMethod::whole_chain};
    return SyncPlan{*chosen, FetchMethod::ranges, helpers_of(*chosen, ours, claims)};
}

}  // namespace chaincore::sync
