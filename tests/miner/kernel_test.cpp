// SPDX-License-Identifier: MIT
// Row 18 of docs/mission.md: AVX2 and SHA-NI find what the portable code finds; the best one is chosen.
#include "chaincore/miner/kernel.hpp"

#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/miner/job.hpp"
#include "miner/cpu/nonce_group.hpp"
#include "miner/cpu/search_kernel.hpp"
#include "miner/sample_header.hpp"

#include <gtest/gtest.h>
#include <openssl/sha.h>

#include <algorithm>

namespace chaincore::miner {
namespace {

using test::kSecond;

std::uint32_t openssl_first_word(const std::string& text) {
    unsigned char once[32], twice[32];
    SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), once);
    SHA256(once, sizeof once, twice);
    return std::uint32_t{twice[0]} << 24 | std::uint32_t{twice[1]} << 16 | std::uint32_t{twice[2]} << 8 | twice[3];
}

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
        NonceGroup group(job.layout, first_nonce, static_cast<std::uint32_t>(first_words.size()));
        const auto hits = group.search(kernel, fraction, mask);
        return {hits.begin(), hits.end()};
    }
};

Sample random_sample(std::mt19937_64& random, std::uint64_t height, std::uint32_t count) {
    const std::uint64_t first_nonce = kLowestNonce + random() % (kHighestNonce - kLowestNonce - count);
    const auto fraction = legal_fraction_from(static_cast<std::uint32_t>(random() % 999'999));
    const chain::BlockHeader header = test::random_header(random, height, 1 + random() % 64);
    Sample sample{make_job(1, header, {kSecond, 1, 999'999}), first_nonce, fraction, {}};
    for (std::uint32_t i = 0; i < count; ++i)
        sample.first_words.push_back(
            openssl_first_word(chain::header_preimage(finished_header(sample.job, {first_nonce + i, fraction}))));
    return sample;
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
        const Sample sample = random_sample(random, test::smallest_with_digits(digits), 65);
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
    const Sample sample = random_sample(random, 12'345, 67);
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

TEST_P(EachKernel, AgreesWithThePortableOne) {
    const Kernel portable = find_kernel("portable").value();
    std::mt19937_64 random(5);
    for (int round = 0; round < 8; ++round) {
        const Job job = make_job(1, test::random_header(random, random() >> (random() % 64), 6), {kSecond, 1, 999'999});
        NonceGroup group(job.layout, kLowestNonce + random() % 1'000'000, 1024);
        const auto fraction = legal_fraction_from(static_cast<std::uint32_t>(random() % 999'999));
        const auto reference = group.search(portable, fraction, 0xf0000000);
        const std::vector<std::uint32_t> expected(reference.begin(), reference.end());
        const auto claimed = group.search(kernel_, fraction, 0xf0000000);
        ASSERT_TRUE(std::equal(claimed.begin(), claimed.end(), expected.begin(), expected.end()));
    }
}

TEST_P(EachKernel, ProvesItself) {
    const auto verdict = verify_kernel(kernel_);
    EXPECT_TRUE(verdict) << verdict.error().message;
}

INSTANTIATE_TEST_SUITE_P(Kernels, EachKernel, testing::Values("portable", "avx2", "sha_ni"),
                         [](const auto& test) { return std::string(test.param); });

TEST(Kernels, EndWithThePortableOneAndBeginWithTheBest) {
    const std::vector<Kernel> kernels = supported_kernels();
    ASSERT_FALSE(kernels.empty());
    EXPECT_EQ(kernels.back().name, "portable");
    EXPECT_EQ(kernels.front().name, best_kernel().name);
}

TEST(Kernels, AreListedWhereANameIsUnknown) {
    const auto found = find_kernel("abacus");
    ASSERT_FALSE(found);
    EXPECT_NE(found.error().message.find("'abacus'"), std::string::npos);
    for (const Kernel& kernel : supported_kernels())
        EXPECT_NE(found.error().message.find(kernel.name), std::string::npos) << found.error().message;
}

TEST(VerifyKernel, CatchesAKernelThatMissesTheLastNonce) {
    const Kernel lazy{"lazy", [](const FractionTask& task, std::uint32_t* hits) {
                          return search_portable(
                              {task.midstates, task.count - 1, task.last_block, task.first_word_mask}, hits);
                      }};
    const auto verdict = verify_kernel(lazy);
    ASSERT_FALSE(verdict);
    EXPECT_NE(verdict.error().message.find("lazy"), std::string::npos);
}

TEST(VerifyKernel, CatchesAKernelThatIgnoresTheLowBitsOfTheMask) {
    const Kernel generous{"generous", [](const FractionTask& task, std::uint32_t* hits) {
                              return search_portable(
                                  {task.midstates, task.count, task.last_block, task.first_word_mask & 0xffff0000},
                                  hits);
                          }};
    EXPECT_FALSE(verify_kernel(generous));
}

}  // namespace
}  // namespace chaincore::miner
