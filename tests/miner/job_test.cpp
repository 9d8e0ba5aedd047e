// SPDX-License-Identifier: MIT
#include "chaincore/miner/job.hpp"

#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/crypto/sha256.hpp"
#include "miner/check_jobs.hpp"
#include "miner/sample_second.hpp"

#include <gtest/gtest.h>

namespace chaincore::miner {
namespace {

using test::kSecond;

Job sample_job(std::uint64_t difficulty) {
    std::mt19937_64 random(1);
    return make_job(9, random_header(random, 123, difficulty), {kSecond, 1, 999'999});
}

crypto::Hash256 hash_from(std::string hex) {
    hex.resize(64, 'f');
    return crypto::Hash256::from_hex(hex).value();
}

TEST(Job, PutsNonceAndTimestampIntoTheHeader) {
    const Job job = sample_job(5);
    const chain::BlockHeader header = finished_header(job, {kLowestNonce + 5, 123'456});
    EXPECT_EQ(header.nonce.text(), "1000000000000000005");
    EXPECT_EQ(header.timestamp.text(), "1754680314.123456");
    EXPECT_EQ(header.height, job.header.height);
    EXPECT_EQ(header.previous_hash, job.header.previous_hash);
    EXPECT_EQ(header.merkle_root, job.header.merkle_root);
    EXPECT_EQ(header.target_difficulty, job.header.target_difficulty);
}

TEST(Job, KeepsTheLeadingZerosOfTheFraction) {
    const Job job = sample_job(5);
    EXPECT_EQ(finished_header(job, {kLowestNonce, 1}).timestamp.text(), "1754680314.000001");
    EXPECT_EQ(finished_header(job, {kLowestNonce, 999'999}).timestamp.text(), "1754680314.999999");
}

TEST(JobDeathTest, RefusesAFractionThatPrintsShorter) {
    const Job job = sample_job(5);
    EXPECT_DEATH(finished_header(job, {kLowestNonce, 123'450}), "timestamp");
}

// A search of nothing would never end.
TEST(JobDeathTest, RefusesAnEmptyWindow) {
    const Job job = sample_job(5);
    EXPECT_DEATH(make_job(1, job.header, {kSecond, 7, 6}), "window");
    EXPECT_DEATH(make_job(1, job.header, {kSecond, 10, 10}), "window");
}

TEST(Job, HashesTheCanonicalText) {
    const Job job = sample_job(5);
    const Hit hit{kLowestNonce + 77, 654'321};
    EXPECT_EQ(candidate_hash(job, hit), crypto::double_sha256(chain::header_preimage(finished_header(job, hit))));
}

TEST(Job, IsSolvedByAsManyZerosAsItsDifficulty) {
    EXPECT_TRUE(solves(sample_job(5), hash_from("000001")));
    EXPECT_TRUE(solves(sample_job(5), hash_from("00000000")));
    EXPECT_FALSE(solves(sample_job(5), hash_from("00001")));
    EXPECT_FALSE(solves(sample_job(1), hash_from("f0000")));
}

TEST(Job, CountsZerosBehindTheFirstWordToo) {
    EXPECT_TRUE(solves(sample_job(9), hash_from("0000000001")));
    EXPECT_FALSE(solves(sample_job(9), hash_from("0000000010")));
    EXPECT_TRUE(solves(sample_job(64), hash_from(std::string(64, '0'))));
    EXPECT_FALSE(solves(sample_job(64), hash_from(std::string(63, '0') + '1')));
}

}  // namespace
}  // namespace chaincore::miner
