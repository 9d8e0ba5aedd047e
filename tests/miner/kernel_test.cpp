// SPDX-License-Identifier: MIT
// Row 18 of docs/mission.md: AVX2 and SHA-NI find what the portable code finds; the best one is chosen.
#include "chaincore/miner/kernel.hpp"

#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/crypto/cpu_features.hpp"
#include "chaincore/crypto/openssl_sha256.hpp"
#include "chaincore/crypto/sha256_functions.hpp"
#include "chaincore/miner/job.hpp"
#include "chaincore/miner/work_source.hpp"
#include "miner/check_jobs.hpp"
#include "miner/cpu/nonce_group.hpp"
#include "miner/cpu/search_kernel.hpp"
#include "miner/fake_kernels.hpp"
#include "miner/guarded_memory.hpp"
#include "miner/sample_second.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace chaincore::miner {
namespace {

using test::kSecond;

std::uint32_t openssl_first_word(const std::string& text) {
    return crypto::load_big_endian(crypto::openssl_double_sha256(text).bytes.data());
}

std::vector<std::uint32_t> list_of(std::span<const std::uint32_t> hits) { return {hits.begin(), hits.end()}; }

// Some consecutive nonces at one fraction, with what OpenSSL says about them.
struct Sample {
    Job job;
    std::uint64_t first_nonce;
    std::uint32_t fraction;
    std::vector<std::uint32_t> first_words;

    std::vector<std::uint32_t> expected(std::uint32_t mask) const {
        std::vector<std::uint32_t> indexes;
        for (std::uint32_t i = 0; i < first_words.size(); ++i)
            if ((first_words[i] & mask) == 0) indexes.push_back(i);
        return indexes;
    }

    std::vector<std::uint32_t> claimed(const Kernel& kernel, std::uint32_t mask) const {
        NonceGroup group(job.layout, kernel, first_nonce, static_cast<std::uint32_t>(first_words.size()));
        return list_of(group.search(fraction, mask));
    }
};

Sample make_sample(std::mt19937_64& random, std::uint64_t height, std::uint32_t count, const SearchWindow& window,
                   std::uint32_t fraction) {
    const std::uint64_t first_nonce = random_nonce(random, count);
    const chain::BlockHeader header = random_header(random, height, 1 + random() % 64);
    Sample sample{make_job(1, header, window), first_nonce, fraction, {}};
    for (std::uint32_t i = 0; i < count; ++i)
        sample.first_words.push_back(
            openssl_first_word(chain::header_preimage(finished_header(sample.job, {first_nonce + i, fraction}))));
    return sample;
}

Sample random_sample(std::mt19937_64& random, std::uint64_t height, std::uint32_t count) {
    const auto fraction = legal_fraction_from(static_cast<std::uint32_t>(random() % 999'999));
    return make_sample(random, height, count, {kSecond, 1, 999'999}, fraction);
}

class EachKernel : public testing::TestWithParam<const char*> {
protected:
    void SetUp() override {
        const auto found = find_kernel(GetParam());
        if (!found) GTEST_SKIP() << found.error().message;
        kernel_ = *found;
    }

    Kernel kernel_;
};

TEST_P(EachKernel, AgreesWithOpenSslAtEveryLengthOfTheHeight) {
    std::mt19937_64 random(1);
    for (int digits = 1; digits <= 20; ++digits) {
        const Sample sample = random_sample(random, lowest_with_digits(digits), 65);
        for (const std::uint32_t mask : {0x80000000U, 0xc0000000U, 0xf0000000U, 0x00000001U})
            ASSERT_EQ(sample.claimed(kernel_, mask), sample.expected(mask)) << digits << " digits";
    }
}

TEST_P(EachKernel, AgreesWithOpenSslForEveryCountOfNonces) {
    std::mt19937_64 random(2);
    std::vector<std::uint32_t> counts = {1023, 1024};
    for (std::uint32_t count = 0; count <= 17; ++count) counts.push_back(count);
    for (const std::uint32_t count : counts) {
        const Sample sample = random_sample(random, 26'000, count);
        for (const std::uint32_t mask : {0U, 0x80000000U, 0xe0000000U, 0xffffffffU})
            ASSERT_EQ(sample.claimed(kernel_, mask), sample.expected(mask)) << count << " nonces";
    }
}

// The complement of a first word is a mask that this word passes and hardly another: all 32 bits have to be right.
TEST_P(EachKernel, FindsTheOneNonceThatWasPlanted) {
    std::mt19937_64 random(3);
    const Sample sample = random_sample(random, 12'345, 97);  // two batches of 48 and one more
    for (std::uint32_t i = 0; i < sample.first_words.size(); ++i) {
        const std::uint32_t mask = ~sample.first_words[i];
        const auto claimed = sample.claimed(kernel_, mask);
        ASSERT_EQ(claimed, sample.expected(mask));
        ASSERT_TRUE(std::binary_search(claimed.begin(), claimed.end(), i));
    }
}

TEST_P(EachKernel, HasRoomForAHitFromEveryNonce) {
    std::mt19937_64 random(4);
    const Sample sample = random_sample(random, 7, 1024);
    EXPECT_EQ(sample.claimed(kernel_, 0).size(), 1024U);
}

// Every hit of a whole range, once. The range crosses borders where the first words of the last block change, with
// which the rounds begin that are done once for many fractions.
TEST_P(EachKernel, FindsWhatThePortableOneFindsInAWholeRange) {
    constexpr std::uint32_t kMask = 0xff000000;
    const Kernel portable = find_kernel("portable").value();
    std::mt19937_64 random(5);
    for (int digits = 1; digits <= 10; ++digits) {
        const Job job = make_job(1, random_header(random, lowest_with_digits(digits), 6), {kSecond, 1, 999'999});
        const std::uint64_t first_nonce = kLowestNonce + random() % 1'000'000;
        NonceGroup expected(job.layout, portable, first_nonce, kGroupSize);
        NonceGroup claimed(job.layout, kernel_, first_nonce, kGroupSize);
        std::size_t hits = 0;
        for (std::uint32_t fraction = 99'951; fraction <= 100'051; fraction = legal_fraction_from(fraction + 1)) {
            const auto words = list_of(expected.search(fraction, kMask));
            ASSERT_EQ(list_of(claimed.search(fraction, kMask)), words) << digits << " digits, fraction " << fraction;
            hits += words.size();
        }
        EXPECT_GT(hits, 0U);
    }
}

TEST_P(EachKernel, AgreesWithOpenSslInSecondsAtTheBordersOfTheirDigits) {
    std::mt19937_64 random(6);
    for (const std::uint64_t second : {kEarliestSecond, std::uint64_t{1'999'999'999}, std::uint64_t{2'000'000'000},
                                       std::uint64_t{4'294'967'296}, kLatestSecond}) {
        for (const std::uint32_t fraction : {1U, 9U, 11U, 99'999U, 100'001U, 999'999U}) {
            const Sample sample = make_sample(random, 26'000, 50, {second, 1, 999'999}, fraction);
            ASSERT_EQ(sample.claimed(kernel_, 0xc0000000), sample.expected(0xc0000000)) << second << '.' << fraction;
        }
    }
}

TEST_P(EachKernel, MovesOnToOtherNonces) {
    std::mt19937_64 random(7);
    const Job job = make_job(1, random_header(random, 26'000, 6), {kSecond, 1, 999'999});
    NonceGroup moved(job.layout, kernel_, kLowestNonce, 100);
    moved.search(5, 0);
    moved.move_to(kLowestNonce + 12'345);
    NonceGroup made(job.layout, kernel_, kLowestNonce + 12'345, 100);
    EXPECT_EQ(list_of(moved.search(5, 0xc0000000)), list_of(made.search(5, 0xc0000000)));
}

// The sanitizers do not see what assembly does.
TEST_P(EachKernel, ReadsAndWritesNothingElse) {
    const KernelCode& code = *kernel_.code;
    for (const std::uint32_t count : {code.batch, 2 * code.batch}) {
        for (const auto side : {test::GuardedMemory::Side::behind, test::GuardedMemory::Side::before}) {
            const std::size_t state_size = count * kStateWords * sizeof(std::uint32_t);
            test::GuardedMemory midstates(state_size, side), started(state_size, side), schedule(256, side);
            test::GuardedMemory first_words(count * sizeof(std::uint32_t), side);
            code.first_words(midstates.words(), started.words(), schedule.words(), count, first_words.words());
        }
    }
}

TEST_P(EachKernel, TakesAGroupInWholeBatchesAndABatchInWholeRegisters) {
    EXPECT_EQ(kGroupSize % kernel_.code->batch, 0U);
    EXPECT_EQ(kernel_.code->batch % kernel_.code->layout.lanes, 0U);
}

TEST_P(EachKernel, ProvesItself) {
    const auto verdict = verify_kernel(kernel_);
    EXPECT_TRUE(verdict) << verdict.error().message;
}

INSTANTIATE_TEST_SUITE_P(Kernels, EachKernel, testing::Values("portable", "avx2", "sha_ni", "avx512"),
                         [](const auto& test) { return std::string(test.param); });

TEST(Kernels, AreThoseThatTheCpuHasAndTheBestOneIsFirst) {
    const crypto::CpuFeatures cpu = crypto::detect_cpu_features();
    std::vector<std::string_view> expected, names;
    if (cpu.avx512) expected.push_back("avx512");
    if (cpu.sha_ni && cpu.avx) expected.push_back("sha_ni");
    if (cpu.avx2) expected.push_back("avx2");
    expected.push_back("portable");
    for (const Kernel& kernel : supported_kernels()) names.push_back(kernel.name);
    EXPECT_EQ(names, expected);
    EXPECT_EQ(best_kernel().name, expected.front());
}

TEST(Kernels, AreListedWhereANameIsUnknown) {
    const auto found = find_kernel("abacus");
    ASSERT_FALSE(found);
    EXPECT_NE(found.error().message.find("'abacus'"), std::string::npos);
    for (const Kernel& kernel : supported_kernels())
        EXPECT_NE(found.error().message.find(kernel.name), std::string::npos) << found.error().message;
}

TEST(VerifyKernel, CatchesAKernelThatMissesTheLastNonce) {
    const auto verdict = verify_kernel(test::kLazy);
    ASSERT_FALSE(verdict);
    EXPECT_NE(verdict.error().message.find("'lazy'"), std::string::npos);
}

TEST(VerifyKernel, CatchesAKernelWhoseLowBitsAreWrong) { EXPECT_FALSE(verify_kernel(test::kBlurred)); }

}  // namespace
}  // namespace chaincore::miner
