// SPDX-License-Identifier: MIT
#include "cli/line_reader.hpp"

#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

namespace chaincore::cli {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
    const test::TemporaryDirectory directory;  // tests run beside each other
    const std::string path = directory.path() / "lines.txt";
    std::ofstream(path, std::ios::binary) << text;
    std::vector<std::string> lines;
    const auto read = for_each_line(path, [&](std::string_view line) { lines.emplace_back(line); });
    EXPECT_TRUE(read.has_value());
    return lines;
}

TEST(LineReader, CountsALastLineWithoutItsEnd) {
    EXPECT_EQ(lines_of("a\nb\n"), (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(lines_of("a\nb"), (std::vector<std::string>{"a", "b"}));
}

TEST(LineReader, KeepsEmptyLines) {
    EXPECT_EQ(lines_of("\n\na"), (std::vector<std::string>{"", "", "a"}));
    EXPECT_EQ(lines_of(""), std::vector<std::string>{});
}

TEST(LineReader, JoinsALineThatSpansManyPieces) {
    const std::string long_line(300'000, 'x');
    EXPECT_EQ(lines_of(long_line + "\ny\n" + long_line), (std::vector<std::string>{long_line, "y", long_line}));
}

TEST(LineReader, NamesTheFileThatItCannotOpen) {
    const auto read = for_each_line("no/such/file", [](std::string_view) {});
    ASSERT_FALSE(read.has_value());
    EXPECT_NE(read.error().message.find("no/such/file"), std::string::npos);
}

}  // namespace
}  // namespace chaincore::cli
