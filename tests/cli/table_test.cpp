// SPDX-License-Identifier: MIT
#include "cli/table.hpp"

#include <gtest/gtest.h>

namespace chaincore::cli {
namespace {

TEST(Table, AlignsItsColumns) {
    EXPECT_EQ(table_lines({{"NAME", "COUNT"}, {"a", "7"}, {"longest", "123456"}}, {Align::left, Align::right}),
              (std::vector<std::string>{"NAME      COUNT", "a             7", "longest  123456"}));
}

TEST(Table, LeavesOutWhatARowDoesNotHave) {
    EXPECT_EQ(table_lines({{"NAME", "STATE"}, {"a"}}, {Align::left, Align::left}),
              (std::vector<std::string>{"NAME  STATE", "a"}));
}

}  // namespace
}  // namespace chaincore::cli
