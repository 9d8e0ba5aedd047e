// SPDX-License-Identifier: MIT
#include "chaincore/stratum/worker_name.hpp"

#include "stratum/work_fixture.hpp"

#include <gtest/gtest.h>

#include <string>

namespace chaincore::stratum {
namespace {

const std::string kAddress = test::kPayee;

TEST(WorkerName, IsAnAddressAndPerhapsAMachine) {
    for (const std::string& name :
         {kAddress, kAddress + ".rig1", kAddress + ".A-z_0", kAddress + "." + std::string(64, 'x')})
        EXPECT_EQ(complaint_about_worker(name), "") << name;
    EXPECT_EQ(payee_of(kAddress), kAddress);
    EXPECT_EQ(payee_of(kAddress + ".rig1"), kAddress);
}

TEST(WorkerName, SaysWhatIsWrongWithIt) {
    for (const std::string& name : {std::string(), std::string("rig1"), "x" + kAddress, kAddress + "x", " " + kAddress})
        EXPECT_TRUE(
            complaint_about_worker(name).ends_with("does not begin with an address: expected ADDRESS or ADDRESS.rig"))
            << name;
    for (const std::string& name : {kAddress + ".", kAddress + ".a b", kAddress + ".a.b", kAddress + ".\n",
                                    kAddress + "." + std::string(65, 'x'), kAddress + ".\xc3\xa4"})
        EXPECT_TRUE(complaint_about_worker(name).ends_with(" is no worker's name: expected 1 to 64 of A-Z a-z 0-9 _ -"))
            << name;
}

}  // namespace
}  // namespace chaincore::stratum
