// SPDX-License-Identifier: MIT
#include "api/request_target.hpp"

#include <gtest/gtest.h>

namespace chaincore::api {
namespace {

TEST(RequestTarget, SlashesAreCollapsedInThePathOnly) {
    const auto target = read_target("//blocks///range?next=//a");
    ASSERT_TRUE(target);
    EXPECT_EQ(target->query, "?next=//a");
    EXPECT_EQ(target->path, "/blocks/range");
}

TEST(RequestTarget, EscapesAreDecodedAfterwards) {
    const auto target = read_target("/balance/a%2F%2fb%20c?x=%zz");
    ASSERT_TRUE(target);
    EXPECT_EQ(target->path, "/balance/a//b c");
    EXPECT_EQ(target->query, "?x=%zz");
}

TEST(RequestTarget, AnAbsoluteFormNamesItsAuthority) {
    const auto target = read_target("HTTP://localhost:5000?a=b");
    ASSERT_TRUE(target);
    EXPECT_EQ(target->authority, "localhost:5000");
    EXPECT_EQ(target->path, "/");
    EXPECT_EQ(target->query, "?a=b");
}

TEST(RequestTarget, OtherFormsAreNone) {
    for (const char* target :
         {"", "*", "status", "localhost:80", "https://localhost/", "/a%", "/a%2", "/a%u0041", "/a#b"})
        EXPECT_FALSE(read_target(target)) << target;
}

}  // namespace
}  // namespace chaincore::api
