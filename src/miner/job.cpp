// SPDX-License-Identifier: MIT
#include "chaincore/miner/job.hpp"

#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/chain/proof_of_work.hpp"
#include "chaincore/util/check.hpp"

#include <string>
#include <utility>

namespace chaincore::miner {
namespace {

// Built digit by digit, apart from the layout, so that the one can prove the other.
std::string timestamp_text(std::uint64_t second, std::uint32_t fraction) {
    const std::string digits = std::to_string(fraction);
    return std::to_string(second) + '.' + std::string(kFractionDigits - digits.size(), '0') + digits;
}

}  // namespace

Job make_job(std::uint64_t generation, chain::BlockHeader header, SearchWindow window) {
    CHAINCORE_CHECK(is_legal_fraction(window.first) && is_legal_fraction(window.last) && window.first <= window.last);
    const PreimageLayout layout(header, window.second);
    const std::uint64_t difficulty = header.target_difficulty.to_natural().value_or(0);  // the layout has judged it
    return {generation, std::move(header), difficulty, window, layout};
}

chain::BlockHeader finished_header(const Job& job, const Hit& hit) {
    chain::BlockHeader header = job.header;
    header.nonce = chain::Number(hit.nonce);
    header.timestamp = chain::Number(candidate_timestamp(job.window.second, hit.fraction));
    CHAINCORE_CHECK(header.timestamp.text() == timestamp_text(job.window.second, hit.fraction));
    return header;
}

crypto::Hash256 candidate_hash(const Job& job, const Hit& hit) { return chain::header_hash(finished_header(job, hit)); }

bool begins_with_zeros(const crypto::Hash256& hash, std::uint64_t digits) {
    return chain::has_work(hash.to_hex(), digits);
}

bool solves(const Job& job, const crypto::Hash256& hash) { return begins_with_zeros(hash, job.difficulty); }

}  // namespace chaincore::miner
