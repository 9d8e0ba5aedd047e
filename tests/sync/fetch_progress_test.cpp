// SPDX-License-Identifier: MIT
#include "sync/fetch_progress.hpp"

#include "support/manual_clock.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace chaincore::sync {
namespace {

using namespace std::chrono_literals;

class Lines final : public util::Log {
public:
    void write(util::LogLevel level, std::string_view line) override {
        said.push_back(std::string(log_level_name(level)) + ": " + std::string(line));
    }

    void show(std::string_view line) override { shown.emplace_back(line); }

    std::vector<std::string> said;
    std::vector<std::string> shown;
};

class Progress : public testing::Test {
protected:
    void note(std::uint64_t first, std::uint64_t last) {
        for (std::uint64_t height = first; height <= last; ++height) progress_.note(height, 5000);
    }

    test::ManualClock clock_{1h};
    Lines log_;
    FetchProgress progress_{{{"localhost", 5001}, net::Dialect::seed, 5000}, clock_, log_};
};

TEST_F(Progress, IsNotWorthAWordWithinTenSeconds) {
    note(0, 999);
    clock_.advance(9s);
    note(1000, 4999);
    EXPECT_TRUE(log_.said.empty());
}

TEST_F(Progress, IsToldEveryTenSecondsWithItsRate) {
    note(0, 998);
    clock_.advance(10s);
    note(999, 999);
    clock_.advance(9s);
    note(1000, 1198);
    clock_.advance(1s);
    note(1199, 1199);
    EXPECT_EQ(
        log_.said,
        (std::vector<std::string>{
            "info: syncing with http://localhost:5001: 1000 of 5000 blocks, 100 blocks/s, 0.5 MB/s, 00:00:40 left",
            "info: syncing with http://localhost:5001: 1200 of 5000 blocks, 20 blocks/s, 0.1 MB/s, 00:03:10 left"}));
}

TEST_F(Progress, IsShownMoreOftenOnceAPaceIsToBeSeen) {
    clock_.advance(900ms);
    note(0, 998);
    EXPECT_TRUE(log_.shown.empty()) << "most fetches are over before anybody could read it";
    clock_.advance(100ms);
    note(999, 1200);
    ASSERT_EQ(log_.shown.size(), 1U);
    EXPECT_EQ(log_.shown[0],
              "[====>               ]  20 %  00:00:04 left  1000 of 5000 blocks, 1000 blocks/s, 5.0 MB/s  syncing with "
              "http://localhost:5001");
    clock_.advance(250ms);
    note(1201, 1201);
    EXPECT_EQ(log_.shown.size(), 2U);
    EXPECT_TRUE(log_.said.empty());
}

TEST(ShownProgress, EndsWithTheFetch) {
    test::ManualClock clock(1h);
    Lines log;
    {
        FetchProgress progress({{"localhost", 5001}, net::Dialect::seed, 10}, clock, log);
        clock.advance(2s);
        progress.note(3, 5000);
    }
    ASSERT_EQ(log.shown.size(), 2U);
    EXPECT_EQ(log.shown[1], "");
}

TEST_F(Progress, KnowsThatAPeerMayHaveMoreThanItSaid) {
    clock_.advance(10s);
    note(5009, 5009);
    ASSERT_EQ(log_.said.size(), 1U);
    EXPECT_NE(log_.said[0].find("5010 of 5010 blocks"), std::string::npos) << log_.said[0];
}

TEST(LongProgress, IsOfManyHoursAtMost) {
    test::ManualClock clock(1h);
    Lines log;
    FetchProgress progress({{"localhost", 5001}, net::Dialect::seed, ~std::uint64_t{0}}, clock, log);
    clock.advance(10s);
    progress.note(0, 5000);
    ASSERT_EQ(log.said.size(), 1U);
    EXPECT_NE(log.said[0].find(", 99:00:00 left"), std::string::npos) << log.said[0];
}

}  // namespace
}  // namespace chaincore::sync
