// SPDX-License-Identifier: MIT
#include "chaincore/crypto/sha256_functions.hpp"
#include "chaincore/miner/job.hpp"
#include "chaincore/miner/kernel.hpp"
#include "miner/check_jobs.hpp"
#include "miner/cpu/nonce_group.hpp"

#include <algorithm>
#include <string>

namespace chaincore::miner {
namespace {

constexpr std::uint32_t kCount = 145;  // leaves a rest behind batches of 2, 16 and 48
constexpr std::uint64_t kFirstNonce = kLowestNonce + 987'654'321;
constexpr std::uint32_t kFractions[] = {1, 123'456, 999'999};

// The digits of the height decide in which word of the last block the fraction begins.
constexpr std::uint64_t kHeights[] = {7, 26'000, 1'234'567'890, 18'446'744'073'709'551'615U};

std::uint32_t first_word(const crypto::Hash256& hash) { return crypto::load_big_endian(hash.bytes.data()); }

// By the definition of the hash, one candidate after the other.
std::vector<std::uint32_t> known_first_words(const Job& job, std::uint32_t fraction) {
    std::vector<std::uint32_t> words(kCount);
    for (std::uint32_t i = 0; i < kCount; ++i) words[i] = first_word(candidate_hash(job, {kFirstNonce + i, fraction}));
    return words;
}

bool passes(const Job& job, NonceGroup& group, std::uint32_t fraction) {
    const auto claimed = group.first_words(fraction);
    const std::vector<std::uint32_t> known = known_first_words(job, fraction);
    return std::equal(claimed.begin(), claimed.end(), known.begin(), known.end());
}

}  // namespace

Result<void, Error> verify_kernel(const Kernel& kernel) {
    for (const std::uint64_t height : kHeights) {
        const Job job = known_job(height);
        NonceGroup group(job.layout, kernel, kFirstNonce, kCount);
        for (const std::uint32_t fraction : kFractions) {
            if (!passes(job, group, fraction))
                return fail(Error{"search kernel '" + std::string(kernel.name) + "' gives wrong answers for height " +
                                  std::to_string(height) + ", fraction " + std::to_string(fraction)});
        }
    }
    return {};
}

}  // namespace chaincore::miner
