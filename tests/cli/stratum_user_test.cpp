// SPDX-License-Identifier: MIT
#include "cli/stratum_user.hpp"

#include <gtest/gtest.h>

namespace chaincore::cli {
namespace {

const std::string kAddress = "1KcYTrkDyyYgb1YMdhx4EY9MpAYDvRNhmV";

TEST(StratumUser, IsAnAddressAndPerhapsAWorker) {
    EXPECT_EQ(check_user(kAddress), "");
    EXPECT_EQ(check_user(kAddress + ".rig-1_B"), "");
    EXPECT_EQ(split_user(kAddress).worker, "");
    EXPECT_EQ(split_user(kAddress + ".rig").address, kAddress);
    EXPECT_EQ(split_user(kAddress + ".rig").worker, "rig");
}

TEST(StratumUser, IsNothingElse) {
    EXPECT_NE(check_user("").find("does not begin with an address"), std::string::npos);
    EXPECT_NE(check_user("rig." + kAddress).find("does not begin with an address"), std::string::npos);
    for (const std::string& name : {std::string(), std::string("a.b"), std::string("\xc3\xa4"), std::string(65, 'a')})
        EXPECT_NE(check_user(kAddress + "." + name).find("1 to 64"), std::string::npos) << name;
}

TEST(StratumUser, TakesOfAHostsNameWhatMayBeAWorkers) {
    EXPECT_EQ(worker_name_of("miner-7.lan"), "miner-7");
    EXPECT_EQ(worker_name_of("mi ner\xc3\xa4"), "miner");
    EXPECT_EQ(worker_name_of(std::string(70, 'x')), std::string(64, 'x'));
    EXPECT_EQ(worker_name_of("(none)"), "none");
    EXPECT_EQ(worker_name_of(".lan"), "");
}

}  // namespace
}  // namespace chaincore::cli
