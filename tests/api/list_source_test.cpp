// SPDX-License-Identifier: MIT
#include "api/list_source.hpp"

#include <gtest/gtest.h>

namespace chaincore::api {
namespace {

std::string read_all(ListSource& source) {
    std::string all;
    while (true) {
        const auto piece = source.next();
        if (!piece || piece->empty()) return all;
        all += *piece;
    }
}

TEST(ListSource, PutsItsRowsBetweenWhatStandsAroundThem) {
    const auto row_at = [](std::uint64_t row) -> Result<std::string, Error> { return std::to_string(row); };
    ListSource source("[", {7, 10}, row_at, 3, "]");
    EXPECT_EQ(source.size(), 9U);
    EXPECT_EQ(read_all(source), "[7, 8, 9]");
}

TEST(ListSource, MayBeWithoutRows) {
    ListSource source("[", {3, 3}, nullptr, 0, "]");
    EXPECT_EQ(source.size(), 2U);
    EXPECT_EQ(read_all(source), "[]");
}

TEST(ListSource, ComesInPieces) {
    const auto row_at = [](std::uint64_t) -> Result<std::string, Error> { return std::string(100'000, 'x'); };
    ListSource source("[", {0, 10}, row_at, 1'000'000, "]");
    const auto first = source.next();
    ASSERT_TRUE(first);
    EXPECT_LT(first->size(), 400'000U);
    EXPECT_EQ(first->size() + read_all(source).size(), source.size());
}

TEST(ListSource, EndsWithARowThatFails) {
    const auto row_at = [](std::uint64_t) -> Result<std::string, Error> { return fail(Error{"no"}); };
    ListSource source("[", {0, 1}, row_at, 1, "]");
    EXPECT_FALSE(source.next());
}

}  // namespace
}  // namespace chaincore::api
