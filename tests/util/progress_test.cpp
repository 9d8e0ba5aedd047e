// SPDX-License-Identifier: MIT
#include "chaincore/util/progress.hpp"

#include <gtest/gtest.h>

namespace chaincore::util {
namespace {

TEST(ProgressText, IsToldWithItsPaceAndWhatIsLeft) {
    EXPECT_EQ(progress_text({.blocks = 45255, .total_blocks = 60000}, {4524, 17.9e6}),
              "45255 of 60000 blocks, 4524 blocks/s, 17.9 MB/s, 00:00:03 left");
}

TEST(ProgressText, SaysNothingOfWhatIsNotKnown) {
    EXPECT_EQ(progress_text({.blocks = 7}, {3, 0}), "7 blocks, 3 blocks/s");
    EXPECT_EQ(progress_text({.blocks = 7, .total_blocks = 9}, {0, 0}), "7 of 9 blocks, 0 blocks/s");
    EXPECT_EQ(shown_progress("checking", {.blocks = 7}, {3, 0}), "7 blocks, 3 blocks/s  checking");
}

TEST(ProgressText, GoesByBytesWhereTheyAreKnown) {
    const Progress half{.blocks = 1, .total_blocks = 100, .bytes = 5'000'000, .total_bytes = 10'000'000};
    EXPECT_EQ(progress_text(half, {10, 1e6}), "1 of 100 blocks, 10 blocks/s, 1.0 MB/s, 00:00:05 left");
    EXPECT_EQ(shown_progress("verifying", half, {10, 1e6}),
              "[==========>         ]  50 %  00:00:05 left  1 of 100 blocks, 10 blocks/s, 1.0 MB/s  verifying");
}

TEST(ProgressText, HasABarFromNothingToAll) {
    EXPECT_EQ(bar_text(0.0), "[>                   ]   0 %");
    EXPECT_EQ(bar_text(0.45), "[=========>          ]  45 %");
    EXPECT_EQ(bar_text(1.0), "[====================] 100 %");
    EXPECT_EQ(bar_text(1.2), "[====================] 100 %") << "there was more than was claimed";
}

TEST(ProgressText, CountsNinetyNineHoursAtMost) {
    EXPECT_EQ(clock_text(3), "00:00:03");
    EXPECT_EQ(clock_text(3 * 3600 + 62), "03:01:02");
    EXPECT_EQ(clock_text(1e30), "99:00:00");
}

}  // namespace
}  // namespace chaincore::util
