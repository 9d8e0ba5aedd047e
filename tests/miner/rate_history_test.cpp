// SPDX-License-Identifier: MIT
#include "chaincore/miner/rate_history.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

namespace chaincore::test {
namespace {

using namespace std::chrono_literals;
using miner::DeviceCounters;
using miner::RateHistory;

using Rates = std::vector<double>;
constexpr double kNone = -1;

// With a number for what is none.
Rates shown(Rates rates) {
    for (double& rate : rates)
        if (std::isnan(rate)) rate = kNone;
    return rates;
}

// Looked at every ten seconds, from a time on that no number of intervals divides.
class RateHistoryTest : public testing::Test {
protected:
    static constexpr auto kStart = std::chrono::seconds{1'700'000'010};

    void pass(std::chrono::seconds time) { now_ += time; }

    // Ten seconds in which each device tried so often.
    void look(const std::vector<std::pair<std::string, std::uint64_t>>& devices) {
        pass(10s);
        for (std::size_t i = 0; i < devices.size(); ++i) tries_.resize(std::max(tries_.size(), i + 1));
        std::vector<DeviceCounters> counters;
        for (std::size_t i = 0; i < devices.size(); ++i)
            counters.push_back({devices[i].first, "sha_ni", tries_[i] += devices[i].second, "cpu"});
        meters_.add(miner::DeviceMeters::Time(now_), counters);
        history.add(util::WallTime(now_), meters_);
    }

    RateHistory history;

private:
    std::chrono::seconds now_ = kStart;
    std::vector<std::uint64_t> tries_;
    miner::DeviceMeters meters_;
};

TEST_F(RateHistoryTest, HasNothingBeforeAnythingIsMeasured) {
    EXPECT_TRUE(history.record(24h, 720).times.empty());
    look({{"one", 0}});
    EXPECT_TRUE(history.record(24h, 720).times.empty()) << "no rate is known yet, which is not to say that it is 0";
}

TEST_F(RateHistoryTest, HasTheRateOfEachDeviceAndOfAll) {
    look({{"one", 0}, {"two", 0}});
    look({{"one", 100}, {"two", 20}});
    look({{"one", 200}, {"two", 0}});
    const auto record = history.record(24h, 720);
    EXPECT_EQ(record.interval, 10s);
    EXPECT_EQ(shown(record.total), Rates({12, 20}));
    ASSERT_EQ(record.devices.size(), 2U);
    EXPECT_EQ(record.devices[0].device, "one");
    EXPECT_EQ(record.devices[0].kernel, "sha_ni");
    EXPECT_EQ(shown(record.devices[0].rates), Rates({10, 20}));
    EXPECT_EQ(shown(record.devices[1].rates), Rates({2, 0}));
    EXPECT_EQ(record.times.front().time_since_epoch(), kStart + 20s) << "an interval is named by its end";
}

TEST_F(RateHistoryTest, KeepsTwoDevicesOfOneMakeApart) {
    look({{"twin", 0}, {"twin", 0}});
    look({{"twin", 100}, {"twin", 200}});
    const auto record = history.record(24h, 720);
    ASSERT_EQ(record.devices.size(), 2U);
    EXPECT_EQ(shown(record.devices[0].rates), Rates({10}));
    EXPECT_EQ(shown(record.devices[1].rates), Rates({20}));
}

TEST_F(RateHistoryTest, HasNoRateWhereADeviceWasNotThereOrNobodyLooked) {
    look({{"one", 0}});
    pass(20s);
    look({{"one", 300}, {"late", 0}});
    const auto record = history.record(24h, 720);
    EXPECT_EQ(shown(record.total), Rates({kNone, kNone, 10}));
    EXPECT_EQ(shown(record.devices[1].rates), Rates({kNone, kNone, 0}));
}

TEST_F(RateHistoryTest, PutsAlwaysTheSameIntervalsTogether) {
    std::map<util::WallTime, double> whole;  // means of three intervals, by their end
    for (std::uint64_t i = 0; i < 60; ++i) {
        look({{"one", i * 10}});
        const auto record = history.record(200s, 7);
        EXPECT_LE(record.times.size(), 7U);
        if (record.interval != 30s) continue;
        for (std::size_t k = 1; k + 1 < record.times.size(); ++k) {
            const auto [seen, is_new] = whole.emplace(record.times[k], record.total[k]);
            EXPECT_EQ(seen->second, record.total[k]);
        }
    }
    EXPECT_GT(whole.size(), 10U);
    EXPECT_EQ(history.record(24h, 1).times.size(), 1U);
}

TEST_F(RateHistoryTest, LooksBackAsFarAsItIsAsked) {
    for (std::uint64_t i = 0; i < 20; ++i) look({{"one", i * 10}});
    EXPECT_EQ(shown(history.record(30s, 720).total), Rates({17, 18, 19}));
    EXPECT_TRUE(history.record(5s, 720).times.empty());
    EXPECT_TRUE(history.record(24h, 0).times.empty());
}

TEST_F(RateHistoryTest, ForgetsWhatIsOlderThanADay) {
    look({{"old", 0}});
    look({{"old", 5000}});
    for (std::size_t i = 0; i < RateHistory::kIntervals; ++i) look({{"new", 10}});
    const auto record = history.record(48h, RateHistory::kIntervals);
    EXPECT_EQ(record.times.size(), RateHistory::kIntervals);
    ASSERT_EQ(record.devices.size(), 1U);
    EXPECT_EQ(record.devices[0].device, "new");
    EXPECT_EQ(record.total.back(), 1);
}

TEST_F(RateHistoryTest, IsNoLongerThanADayAfterALongSleep) {
    look({{"one", 0}});
    pass(100h);
    look({{"one", 10}});
    const auto record = history.record(24h, RateHistory::kIntervals);
    EXPECT_LE(record.times.size(), RateHistory::kIntervals);
    EXPECT_TRUE(std::isnan(record.total.front()));
    EXPECT_FALSE(std::isnan(record.total.back()));
}

TEST_F(RateHistoryTest, BeginsAgainWhereTheClockIsSetBack) {
    look({{"one", 0}});
    look({{"one", 100}});
    pass(-3600s);
    look({{"one", 100}});
    EXPECT_TRUE(history.record(24h, 720).times.empty());
    look({{"one", 100}});
    EXPECT_EQ(history.record(24h, 720).times.size(), 1U);
}

TEST_F(RateHistoryTest, KeepsNoMoreThanSomeDevices) {
    for (int i = 0; i < 100; ++i) look({{"device " + std::to_string(i), 0}});
    const auto record = history.record(24h, 720);
    EXPECT_EQ(record.devices.size(), RateHistory::kMostDevices);
    EXPECT_EQ(record.devices.back().device, "device 99");
}

TEST_F(RateHistoryTest, IsDueOnceAnInterval) {
    EXPECT_TRUE(history.is_due(util::WallTime(kStart)));
    look({{"one", 0}});
    EXPECT_FALSE(history.is_due(util::WallTime(kStart + 10s)));
    EXPECT_FALSE(history.is_due(util::WallTime(kStart + 19s)));
    EXPECT_TRUE(history.is_due(util::WallTime(kStart + 20s)));
}

}  // namespace
}  // namespace chaincore::test
