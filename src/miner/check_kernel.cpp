// SPDX-License-Identifier: MIT
#include "chaincore/miner/check_kernel.hpp"

#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/crypto/openssl_sha256.hpp"
#include "chaincore/crypto/sha256_functions.hpp"
#include "chaincore/miner/job.hpp"
#include "miner/cpu/nonce_group.hpp"
#include "miner/check_jobs.hpp"

#include <optional>
#include <string>

namespace chaincore::miner {
namespace {

constexpr std::uint32_t kGroup = 97;  // a rest behind batches of 2, 16 and 48

std::optional<Error> find_difference(const Kernel& kernel, const Job& job, std::uint64_t first_nonce,
                                     std::uint32_t fraction) {
    NonceGroup group(job.layout, kernel, first_nonce, kGroup);
    const auto claimed = group.first_words(fraction);
    for (std::uint32_t i = 0; i < kGroup; ++i) {
        const std::string text = chain::header_preimage(finished_header(job, {first_nonce + i, fraction}));
        const crypto::Hash256 hash = crypto::openssl_double_sha256(text);
        if (claimed[i] != crypto::load_big_endian(hash.bytes.data()))
            return Error{"search kernel '" + std::string(kernel.name) + "' is wrong about " + text + ": OpenSSL says " +
                         hash.to_hex()};
    }
    return std::nullopt;
}

}  // namespace

Result<std::uint64_t, Error> check_kernel(const Kernel& kernel, std::uint64_t headers, std::uint64_t seed,
                                          const std::function<void(std::uint64_t)>& progress) {
    std::mt19937_64 random(seed);
    std::uint64_t checked = 0;
    for (int digits = 1; checked < headers; digits = digits % kLongestHeight + 1) {
        const Job job = random_job(random, digits);
        const std::uint64_t first_nonce = random_nonce(random, kGroup);
        const auto fraction = legal_fraction_from(static_cast<std::uint32_t>(random() % 999'999));
        if (auto difference = find_difference(kernel, job, first_nonce, fraction)) return fail(*std::move(difference));
        checked += kGroup;
        progress(checked);
    }
    return checked;
}

}  // namespace chaincore::miner
