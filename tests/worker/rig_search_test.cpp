// SPDX-License-Identifier: MIT
#include "worker/rig_search.hpp"

#include "chaincore/stratum/share_difficulty.hpp"
#include "support/fake_backend.hpp"
#include "worker/rig_material.hpp"

#include <gtest/gtest.h>

namespace chaincore::worker {
namespace {

using namespace std::chrono_literals;
using Time = RigSearch::Time;

class Searching : public testing::Test, public miner::BackendListener {
protected:
    Searching() {
        miner::DeviceSet::Backends backends;
        backends.push_back(std::make_unique<test::FakeBackend>());
        device_ = static_cast<test::FakeBackend*>(backends.back().get());
        devices_ = std::make_unique<miner::DeviceSet>(std::move(backends));
        EXPECT_TRUE(devices_->start(*this));
        search_.emplace(*devices_, work_, [] { return 3; }, 2min);
    }

    void on_find(const std::shared_ptr<const miner::Job>&, const miner::Hit&) override {}
    void on_failure(std::string_view, const Error&) override {}

    static RigJob job(bool voids_others = true, stratum::Slice slice = kSlice, std::uint64_t difficulty = 1) {
        return *make_rig_job(sample_params(sample_header(), "000001", "999999", voids_others), slice, difficulty);
    }
    // Of the job that is searched.
    FoundHit find(std::uint64_t nonce = kSlice.nonces().first) const { return {device_->job(), {nonce, 1}}; }

    miner::WorkSource work_{0};
    test::FakeBackend* device_ = nullptr;
    std::unique_ptr<miner::DeviceSet> devices_;
    std::optional<RigSearch> search_;
};

TEST_F(Searching, IsAmongTheNoncesOfTheJob) {
    search_->begin(job(), Time{});
    EXPECT_EQ(work_.next_group(), kSlice.nonces().first + 3 * miner::kGroupSize);
    EXPECT_EQ(device_->job()->generation, 1U);
}

TEST_F(Searching, NeverBeginsASliceAnew) {
    search_->begin(job(), Time{});
    const std::uint64_t taken = work_.next_group();
    search_->begin(job(), Time{});
    EXPECT_EQ(work_.next_group(), taken + miner::kGroupSize);
    search_->drop();
    search_->begin(job(), Time{});
    EXPECT_EQ(work_.next_group(), taken + 2 * miner::kGroupSize);
}

TEST_F(Searching, MovesToOtherNoncesWithAJobThatHasThem) {
    search_->begin(job(), Time{});
    search_->begin(job(true, stratum::Slice(1'000'008)), Time{});
    EXPECT_EQ(work_.next_group() / 1'000'000'000'000, 1'000'008U);
}

TEST_F(Searching, SubmitsNothingOutsideOfTheSlice) {
    search_->begin(job(), Time{});
    EXPECT_TRUE(search_->judge(find()));
    EXPECT_FALSE(search_->judge(find(kSlice.nonces().last + 1)));
}

TEST_F(Searching, TellsAShareFromABlockAndFromWhatIsNone) {
    search_->begin(job(true, kSlice, 16), Time{});
    int shares = 0;
    for (std::uint64_t i = 0; i < 200; ++i) {
        const FoundHit found = find(kSlice.nonces().first + i);
        const auto share = search_->judge(found);
        ASSERT_EQ(share.has_value(), stratum::is_share(candidate_hash(*found.job, found.hit), 16));
        if (!share) continue;
        EXPECT_EQ(share->is_block, share->hash.to_hex().starts_with("00000"));
        ++shares;
    }
    EXPECT_GT(shares, 0);
    EXPECT_LT(shares, 50);
}

TEST_F(Searching, SubmitsABlockWhateverTheDifficulty) {
    RigJob easy = job(true, kSlice, std::uint64_t{1} << 60);
    easy.zeros = 1;
    search_->begin(std::move(easy), Time{});
    int blocks = 0;
    for (std::uint64_t i = 0; i < 200; ++i)
        if (const auto share = search_->judge(find(kSlice.nonces().first + i))) blocks += share->is_block ? 1 : 0;
    EXPECT_GT(blocks, 0);
}

TEST_F(Searching, TakesFindsOfAJobThatIsNotVoid) {
    search_->begin(job(), Time{});
    const FoundHit first = find();
    search_->begin(job(false), Time{});
    const FoundHit second = find();
    EXPECT_TRUE(search_->judge(first));
    search_->begin(job(true), Time{});
    EXPECT_FALSE(search_->judge(first));
    EXPECT_FALSE(search_->judge(second));
}

TEST_F(Searching, RestsUntilTheNextJob) {
    search_->begin(job(), Time{});
    const FoundHit before = find();
    search_->rest();
    EXPECT_EQ(device_->job(), nullptr);
    EXPECT_TRUE(search_->judge(before)) << "it is not void";
    search_->begin(job(false), Time{});
    EXPECT_NE(device_->job(), nullptr);
}

TEST_F(Searching, RestsWhileItIsPaused) {
    search_->begin(job(), Time{});
    search_->set_paused(true);
    search_->begin(job(), Time{});
    EXPECT_EQ(device_->job(), nullptr);
    search_->set_paused(false);
    EXPECT_EQ(device_->job()->generation, 2U);
}

TEST_F(Searching, DropsAJobThatIsTooOld) {
    EXPECT_EQ(search_->due(), Time::max());
    search_->begin(job(), Time{});
    const FoundHit found = find();
    EXPECT_EQ(search_->due(), Time{} + 2min);
    EXPECT_FALSE(search_->drop_old(Time{} + 2min - 1ms));
    EXPECT_TRUE(search_->drop_old(Time{} + 2min));
    EXPECT_EQ(device_->job(), nullptr);
    EXPECT_FALSE(search_->judge(found));
    EXPECT_FALSE(search_->drop_old(Time{} + 3min)) << "told once";
}

TEST_F(Searching, ForgetsJobsThatAreOld) {
    search_->begin(job(), Time{});
    const FoundHit old = find();
    search_->begin(job(false), Time{} + 2min);
    EXPECT_FALSE(search_->judge(old));
}

TEST_F(Searching, GoesOnAfterAFind) {
    search_->begin(job(), Time{});
    const auto searched = device_->job();
    device_->find(searched);
    device_->set_job(nullptr);  // to see that it is given again
    search_->go_on();
    EXPECT_EQ(device_->job(), searched);
}

}  // namespace
}  // namespace chaincore::worker
