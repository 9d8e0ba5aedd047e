// SPDX-License-Identifier: MIT
#include "chaincore/miner/rate_text.hpp"

#include <gtest/gtest.h>

namespace chaincore::miner {
namespace {

TEST(RateText, ChoosesTheUnitThatFits) {
    EXPECT_EQ(rate_text(0), "0.0 H/s");
    EXPECT_EQ(rate_text(999.9), "999.9 H/s");
    EXPECT_EQ(rate_text(999.96), "1.0 kH/s");
    EXPECT_EQ(rate_text(175'234'000), "175.2 MH/s");
    EXPECT_EQ(rate_text(9.2e9), "9.2 GH/s");
    EXPECT_EQ(rate_text(4e18), "4000.0 PH/s");
}

TEST(RateText, NamesDevicesWhereThereAreSeveral) {
    const Hashrates total{910e6, 900e6, 880e6};
    const DeviceRates gpu{{"Radeon", "search", 5, "opencl"}, {800e6, 790e6, 780e6}};
    const DeviceRates cpu{{"EPYC", "sha_ni", 5, "cpu"}, {110e6, 110e6, 100e6}};
    EXPECT_EQ(rates_text(total, {gpu}), "hash rate 910.0 MH/s in 10 s, 900.0 MH/s in 60 s, 880.0 MH/s in 15 min");
    EXPECT_EQ(rates_text(total, {gpu, cpu}),
              "hash rate 910.0 MH/s in 10 s, 900.0 MH/s in 60 s, 880.0 MH/s in 15 min (60 s: Radeon 790.0 MH/s, EPYC "
              "110.0 MH/s)");
}

}  // namespace
}  // namespace chaincore::miner
