// SPDX-License-Identifier: MIT
#include "chaincore/miner/device_set.hpp"

#include "chaincore/miner/search_timing.hpp"
#include "support/fake_backend.hpp"

#include <gtest/gtest.h>

#include <array>
#include <optional>

namespace chaincore::miner {
namespace {

class Listener final : public BackendListener {
public:
    void on_find(const std::shared_ptr<const Job>&, const Hit&) override { ++finds; }
    void on_failure(std::string_view, const Error&) override { ++failures; }

    int finds = 0;
    int failures = 0;
};

class Devices : public testing::Test {
protected:
    explicit Devices(bool has_reserve = true) {
        DeviceSet::Backends backends;
        for (auto*& device : devices_) {
            backends.push_back(std::make_unique<test::FakeBackend>());
            device = static_cast<test::FakeBackend*>(backends.back().get());
        }
        auto reserve = has_reserve ? std::make_unique<test::FakeBackend>() : nullptr;
        reserve_ = reserve.get();
        set_.emplace(std::move(backends), std::move(reserve));
        EXPECT_TRUE(set_->start(listener_));
    }

    std::shared_ptr<const Job> give_job() {
        auto job = std::make_shared<const Job>(timing_job(1));
        set_->set_job(job);
        return job;
    }

    bool note_failure() { return set_->note_failure("fake", Error{"it melted"}, log_); }

    util::NullLog log_;
    Listener listener_;
    std::array<test::FakeBackend*, 2> devices_{};
    test::FakeBackend* reserve_ = nullptr;
    std::optional<DeviceSet> set_;
};

class DevicesWithoutReserve : public Devices {
protected:
    DevicesWithoutReserve() : Devices(false) {}
};

TEST_F(Devices, AllSearchTheSameJobAndTheReserveRests) {
    const auto job = give_job();
    for (auto* device : devices_) EXPECT_EQ(device->job(), job);
    EXPECT_EQ(reserve_->job(), nullptr);
    EXPECT_EQ(set_->counters().size(), 2U);
}

TEST_F(Devices, TellOfTheirFindsAndFailures) {
    const auto job = give_job();
    devices_[1]->find(job);
    devices_[0]->fail();
    EXPECT_EQ(listener_.finds, 1);
    EXPECT_EQ(listener_.failures, 1);
}

TEST_F(Devices, GoOnAfterAFindWhereTheyAreTold) {
    const auto job = give_job();
    devices_[1]->find(job);
    for (auto* device : devices_) device->set_job(nullptr);  // to see who is given it again
    set_->go_on(job);
    EXPECT_EQ(devices_[0]->job(), nullptr) << "it has found nothing";
    EXPECT_EQ(devices_[1]->job(), job);
}

TEST_F(Devices, DoNotGoOnWithAJobThatTheyHaveNoMore) {
    const auto old = give_job();
    devices_[1]->find(old);
    const auto job = give_job();
    devices_[0]->find(old);
    for (auto* device : devices_) device->set_job(nullptr);
    set_->go_on(old);
    set_->go_on(job);
    for (auto* device : devices_) EXPECT_EQ(device->job(), nullptr);
}

TEST_F(Devices, LeaveTheJobToTheReserveOnceAllHaveFailed) {
    const auto job = give_job();
    EXPECT_TRUE(note_failure());
    EXPECT_EQ(reserve_->job(), nullptr);
    EXPECT_TRUE(note_failure());
    EXPECT_EQ(reserve_->job(), job);
    EXPECT_EQ(set_->counters().size(), 3U);
    set_->set_job(nullptr);
    EXPECT_EQ(reserve_->job(), nullptr) << "it takes later jobs, too";
    EXPECT_TRUE(set_->is_any_left());
    EXPECT_FALSE(note_failure());
    EXPECT_FALSE(set_->is_any_left());
}

TEST_F(DevicesWithoutReserve, AreGoneOnceAllHaveFailed) {
    EXPECT_TRUE(note_failure());
    EXPECT_FALSE(note_failure());
    EXPECT_FALSE(set_->is_any_left());
}

}  // namespace
}  // namespace chaincore::miner
