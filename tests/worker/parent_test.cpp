// SPDX-License-Identifier: MIT
#include "worker/parent.hpp"

#include "worker/template_maker.hpp"

#include <gtest/gtest.h>

namespace chaincore::worker {
namespace {

using namespace std::chrono_literals;
using Time = Parent::Time;

TEST(Parent, CountsFromItsFirstTemplate) {
    Parent parent;
    chain::Block block = make_template(7, std::string(64, 'a'));
    EXPECT_TRUE(parent.note(block, Time{} + 1s));
    const double first = block.header.timestamp.to_double();
    block.header.timestamp = chain::Number{first + 5};
    EXPECT_FALSE(parent.note(block, Time{} + 6s));
    EXPECT_EQ(parent.since(), Time{} + 1s);
    EXPECT_EQ(parent.timestamp(), first);
}

TEST(Parent, HasItsOwnTimeWhereWeMinedIt) {
    Parent parent;
    chain::Block own = make_template(7, std::string(64, 'a'));
    own.hash = std::string(64, 'b');
    own.header.timestamp = chain::Number{1'763'999'998.5};
    parent.note_own(own);
    EXPECT_EQ(parent.timestamp_behind(make_template(8, own.hash)), 1'763'999'998.5) << "already now";
    EXPECT_TRUE(parent.note(make_template(8, own.hash), Time{} + 1s));
    EXPECT_EQ(parent.timestamp(), 1'763'999'998.5);
    EXPECT_TRUE(parent.note(make_template(9, std::string(64, 'c')), Time{} + 2s));
    EXPECT_EQ(parent.timestamp(), 1'764'000'000.25);
}

}  // namespace
}  // namespace chaincore::worker
