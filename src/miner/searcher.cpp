// SPDX-License-Identifier: MIT
#include "chaincore/miner/searcher.hpp"

#include "chaincore/util/check.hpp"
#include "miner/cpu/nonce_group.hpp"
#include "miner/first_word.hpp"

#include <string>

namespace chaincore::miner {
namespace {

Error false_claim(const Kernel& kernel, const Hit& claim, const std::string& found) {
    return {"search kernel '" + std::string(kernel.name) + "' claims nonce " + std::to_string(claim.nonce) +
            " at fraction " + std::to_string(claim.fraction) + ", but " + found};
}

// One group of nonces after the other, over the fractions of the window.
class GroupSearch {
public:
    GroupSearch(const Job& job, const Kernel& kernel, std::uint64_t first_nonce)
        : job_(job),
          kernel_(kernel),
          first_nonce_(first_nonce),
          mask_(first_word_mask(digits_in_first_word(job))),
          group_(job.layout, kernel, first_nonce, kGroupSize) {}

    void move_to(std::uint64_t first_nonce) {
        first_nonce_ = first_nonce;
        group_.move_to(first_nonce);
    }

    // The first nonce that solves the job with this fraction.
    Result<std::optional<Hit>, Error> try_fraction(std::uint32_t fraction) {
        for (const std::uint32_t index : group_.search(fraction, mask_)) {
            const Hit claim{first_nonce_ + index, fraction};
            const auto solved = judge(claim);
            if (!solved) return fail(solved.error());
            if (*solved) return claim;
        }
        return std::nullopt;
    }

private:
    Result<bool, Error> judge(const Hit& claim) const {
        const crypto::Hash256 hash = candidate_hash(job_, claim);
        if (!begins_with_zeros(hash, digits_in_first_word(job_)))
            return fail(false_claim(kernel_, claim, "the hash is " + hash.to_hex()));
        return solves(job_, hash);
    }

    const Job& job_;
    const Kernel& kernel_;
    std::uint64_t first_nonce_;
    const std::uint32_t mask_;
    NonceGroup group_;
};

}  // namespace

Result<std::optional<Hit>, Error> search(const Job& job, const Kernel& kernel, WorkSource& work,
                                         std::atomic<std::uint64_t>& tries, const std::function<bool()>& should_stop) {
    GroupSearch group(job, kernel, work.next_group());
    while (true) {
        for (std::uint32_t fraction = legal_fraction_from(job.window.first); fraction <= job.window.last;
             fraction = legal_fraction_from(fraction + 1)) {
            const auto hit = group.try_fraction(fraction);
            tries.fetch_add(kGroupSize, std::memory_order_relaxed);
            if (!hit || *hit || should_stop()) return hit;
        }
        group.move_to(work.next_group());
    }
}

}  // namespace chaincore::miner
