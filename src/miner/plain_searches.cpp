// SPDX-License-Identifier: MIT
#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/crypto/openssl_sha256.hpp"
#include "chaincore/miner/job.hpp"
#include "chaincore/miner/measurement.hpp"
#include "chaincore/miner/search_timing.hpp"

#include <cstdio>
#include <string>
#include <utility>

namespace chaincore::miner {
namespace {

constexpr std::uint64_t kTriesAtATime = 64;

// So that no compiler leaves out what nobody looks at.
void keep(const crypto::Hash256& hash) { asm volatile("" : : "r"(hash.bytes.data()) : "memory"); }

// search: hashes the header with this nonce, or this number of a try.
template <class Search>
std::unique_ptr<Measurement> measure_tries(Search search) {
    return measure_steps([search = std::move(search), number = std::uint64_t{0}]() mutable {
        for (std::uint64_t i = 0; i < kTriesAtATime; ++i) keep(search(number++));
        return kTriesAtATime;
    });
}

std::unique_ptr<Measurement> measure_canonical_json() {
    chain::BlockHeader header = finished_header(timing_job(), {kLowestNonce, 1});
    return measure_tries([header = std::move(header)](std::uint64_t number) mutable {
        header.nonce = chain::Number(kLowestNonce + number);
        return chain::header_hash(header);
    });
}

std::unique_ptr<Measurement> measure_snprintf() {
    const chain::BlockHeader header = finished_header(timing_job(), {kLowestNonce, 1});
    return measure_tries([header](std::uint64_t number) {
        char text[512];
        const int size = std::snprintf(
            text, sizeof text,
            "{\"index\": %llu, \"merkle_root\": \"%s\", \"nonce\": %llu, \"previous_hash\": \"%s\", "
            "\"target_difficulty\": %llu, \"timestamp\": %.6f}",
            static_cast<unsigned long long>(*header.height.to_natural()), header.merkle_root.c_str(),
            static_cast<unsigned long long>(kLowestNonce + number), header.previous_hash.c_str(),
            static_cast<unsigned long long>(*header.target_difficulty.to_natural()), header.timestamp.to_double());
        return crypto::openssl_double_sha256({text, static_cast<std::size_t>(size)});
    });
}

std::unique_ptr<Measurement> measure_midstate() {
    const std::string text = chain::header_preimage(finished_header(timing_job(), {kLowestNonce, 1}));
    constexpr std::size_t kBeginning = (PreimageLayout::kBlocks - 1) * crypto::kSha256BlockSize;
    const auto midstate = std::make_shared<crypto::OpensslMidstate>(std::string_view(text).substr(0, kBeginning));
    return measure_tries([midstate, rest = text.substr(kBeginning)](std::uint64_t number) mutable {
        const std::size_t last_digit = rest.size() - 2;
        rest[last_digit] = static_cast<char>('1' + number % 9);
        return midstate->double_sha256(rest);
    });
}

}  // namespace

std::vector<Baseline> plain_searches() {
    std::vector<Baseline> searches;
    searches.push_back({"canonical_json",
                        "header text from canonical JSON for each nonce, our SHA-256 twice over all of it",
                        measure_canonical_json()});
    searches.push_back({"openssl_snprintf",
                        "header text by snprintf for each nonce, OpenSSL's SHA-256 twice over all of it",
                        measure_snprintf()});
    searches.push_back({"openssl_midstate",
                        "OpenSSL's SHA-256 from the midstate before the last block, then once more: two compressions",
                        measure_midstate()});
    return searches;
}

}  // namespace chaincore::miner
