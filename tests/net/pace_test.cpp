// SPDX-License-Identifier: MIT
#include "net/pace.hpp"

#include <gtest/gtest.h>

namespace chaincore::net {
namespace {

using std::chrono::seconds;

TEST(Pace, LeavesTheWholeWindowAtFirst) {
    const Pace pace(100, seconds{10});
    EXPECT_FALSE(pace.is_flowing());
    EXPECT_EQ(pace.left(), seconds{10});
}

TEST(Pace, ShortensTheWindowByTheTimeThatWasSpentReading) {
    Pace pace(100, seconds{10});
    pace.note_read(seconds{4}, 50);
    pace.note_read(seconds{5}, 49);
    EXPECT_EQ(pace.left(), seconds{1});
    pace.note_read(seconds{2}, 0);
    EXPECT_LT(pace.left(), seconds{0});
}

TEST(Pace, BeginsAWindowAnewOnceItHasItsBytes) {
    Pace pace(100, seconds{10});
    pace.note_read(seconds{9}, 99);
    pace.note_read(seconds{0}, 1);
    EXPECT_EQ(pace.left(), seconds{10});
}

// What came too much in one window must not pay for a stall in the next.
TEST(Pace, SavesNothingForLater) {
    Pace pace(100, seconds{10});
    pace.note_read(seconds{1}, 100'000);
    pace.note_read(seconds{9}, 99);
    EXPECT_EQ(pace.left(), seconds{1});
}

}  // namespace
}  // namespace chaincore::net
