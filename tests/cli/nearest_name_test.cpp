// SPDX-License-Identifier: MIT
#include "cli/nearest_name.hpp"

#include <gtest/gtest.h>

namespace chaincore::cli {
namespace {

TEST(EditDistance, CountsWhatIsAddedLeftOutReplacedAndSwapped) {
    EXPECT_EQ(edit_distance("port", "port"), 0U);
    EXPECT_EQ(edit_distance("", "port"), 4U);
    EXPECT_EQ(edit_distance("port", ""), 4U);
    EXPECT_EQ(edit_distance("pot", "port"), 1U);
    EXPECT_EQ(edit_distance("ports", "port"), 1U);
    EXPECT_EQ(edit_distance("pont", "port"), 1U);
    EXPECT_EQ(edit_distance("prot", "port"), 1U);
    EXPECT_EQ(edit_distance("abcd", "badc"), 2U);
    EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
}

TEST(NearestName, IsTheOneThatMayHaveBeenMeant) {
    EXPECT_EQ(nearest_name("prot", {"peer", "port", "bind"}), "port");
    EXPECT_EQ(nearest_name("min-blok-intervall", {"mine-to", "min-block-interval"}), "min-block-interval");
}

TEST(NearestName, IsTheFirstOfThoseThatAreEquallyNear) {
    EXPECT_EQ(nearest_name("pext", {"peat", "pest"}), "peat");
    EXPECT_EQ(nearest_name("ports", {"pores", "port", "sorts"}), "pores");
}

TEST(NearestName, IsNoneWhereTooMuchIsDifferent) {
    EXPECT_EQ(nearest_name("foo", {"port", "bind"}), "");
    EXPECT_EQ(nearest_name("abcdef", {"abcxyz"}), "");
    EXPECT_EQ(nearest_name("x", {"port"}), "");
    EXPECT_EQ(nearest_name(std::string(101, 'a'), {std::string(100, 'a')}), "");
}

TEST(NearestName, MakesAQuestion) {
    EXPECT_EQ(did_you_mean("prot", {"port"}), ", did you mean port?");
    EXPECT_EQ(did_you_mean("foo", {"port"}), "");
}

}  // namespace
}  // namespace chaincore::cli
