// SPDX-License-Identifier: MIT
#include "chaincore/miner/searcher.hpp"

#include "chaincore/chain/canonical_json.hpp"
#include "miner/check_jobs.hpp"
#include "miner/cpu/search_kernel.hpp"
#include "miner/fake_kernels.hpp"
#include "miner/sample_second.hpp"

#include <gtest/gtest.h>

#include <atomic>

namespace chaincore::miner {
namespace {

using test::kSecond;

constexpr SearchWindow kWholeSecond{kSecond, 1, 999'999};

Job sample_job(std::uint64_t difficulty, SearchWindow window = kWholeSecond) {
    std::mt19937_64 random(1);
    return make_job(1, random_header(random, 26'000, difficulty), window);
}

bool never() { return false; }

// What a search found, and after how many tries.
struct Outcome {
    std::optional<Hit> hit;
    std::uint64_t tries = 0;
};

Result<Outcome, Error> search(const Job& job, const Kernel& kernel, WorkSource& work,
                              const std::function<bool()>& should_stop) {
    std::atomic<std::uint64_t> tries = 0;
    const auto hit = miner::search(job, kernel, work, tries, should_stop);
    if (!hit) return fail(hit.error());
    return Outcome{*hit, tries.load()};
}

const Kernel kPortable{"portable", &kPortableCode};

TEST(Searcher, FindsAHeaderWithEnoughZeros) {
    for (std::uint64_t difficulty = 1; difficulty <= 4; ++difficulty) {
        const Job job = sample_job(difficulty);
        WorkSource work(difficulty);
        const auto outcome = search(job, best_kernel(), work, never);
        ASSERT_TRUE(outcome && outcome->hit);
        const chain::BlockHeader header = finished_header(job, *outcome->hit);
        EXPECT_TRUE(chain::header_hash(header).to_hex().starts_with(std::string(difficulty, '0')));
    }
}

TEST(Searcher, FindsTheSameWithEveryKernel) {
    const Job job = sample_job(4);
    WorkSource portable_work(3);
    const auto expected = search(job, kPortable, portable_work, never);
    for (const Kernel& kernel : supported_kernels()) {
        WorkSource work(3);
        const auto outcome = search(job, kernel, work, never);
        ASSERT_TRUE(outcome && outcome->hit) << kernel.name;
        EXPECT_EQ(*outcome->hit, *expected->hit) << kernel.name;
        EXPECT_EQ(outcome->tries, expected->tries) << kernel.name;
    }
}

TEST(Searcher, AsksAfterEachKernelCallWhetherToStop) {
    WorkSource work(0);
    int asked = 0;
    const auto outcome = search(sample_job(64), best_kernel(), work, [&] { return ++asked == 5; });
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->hit, std::nullopt);
    EXPECT_EQ(outcome->tries, 5U * kGroupSize);
}

TEST(Searcher, CountsItsTriesWhileItSearches) {
    WorkSource work(0);
    std::atomic<std::uint64_t> tries = 0;
    std::uint64_t asked = 0;
    const auto stop_at_third = [&] {
        EXPECT_EQ(tries.load(), ++asked * kGroupSize);
        return asked == 3;
    };
    ASSERT_TRUE(miner::search(sample_job(64), best_kernel(), work, tries, stop_at_third));
    EXPECT_EQ(asked, 3U);
}

TEST(Searcher, TakesTheNextGroupAtTheEndOfTheWindow) {
    WorkSource work(0);
    int asked = 0;
    // 18 legal fractions: two groups and one call into the third.
    const auto outcome =
        search(sample_job(64, {kSecond, 1, 19}), best_kernel(), work, [&] { return ++asked == 2 * 18 + 1; });
    ASSERT_TRUE(outcome);
    EXPECT_EQ(work.next_group(), kLowestNonce + 3 * kGroupSize);
}

TEST(Searcher, ReportsAKernelThatClaimsAWrongHit) {
    WorkSource work(0);
    const auto outcome = search(sample_job(8), test::kLiar, work, never);
    ASSERT_FALSE(outcome);
    EXPECT_NE(outcome.error().message.find("'liar' claims nonce 1000000000000000000"), std::string::npos);
}

// A hash with exactly eight zeros, found by four billion tries: enough for a kernel, too few for this header.
TEST(Searcher, GoesOnWhereOnlyTheFirstWordIsZero) {
    constexpr Hit kAlmost{1'000'003'134'247'854'306, 229'861};
    const Job job = sample_job(9, {kSecond, kAlmost.fraction, kAlmost.fraction});
    ASSERT_TRUE(begins_with_zeros(candidate_hash(job, kAlmost), 8));
    WorkSource work((kAlmost.nonce - kLowestNonce) / kGroupSize);
    const auto outcome = search(job, best_kernel(), work, [] { return true; });
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->hit, std::nullopt);
}

}  // namespace
}  // namespace chaincore::miner
