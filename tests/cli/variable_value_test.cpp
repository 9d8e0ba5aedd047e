// SPDX-License-Identifier: MIT
#include "cli/variable_value.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace chaincore::cli {
namespace {

using Texts = std::vector<std::string>;

TEST(VariableValue, OfABooleanIsTrueOrFalse) {
    EXPECT_EQ(read_variable("1", SettingKind::boolean, false), Texts{"true"});
    EXPECT_EQ(read_variable("true", SettingKind::boolean, false), Texts{"true"});
    EXPECT_EQ(read_variable("0", SettingKind::boolean, false), Texts{"false"});
    EXPECT_EQ(read_variable("false", SettingKind::boolean, false), Texts{"false"});
    for (const char* text : {"yes", "on", "2", "TRUE", " 1"}) {
        const auto value = read_variable(text, SettingKind::boolean, false);
        ASSERT_FALSE(value);
        EXPECT_EQ(value.error().message, "found \"" + std::string(text) + "\", expected 1, 0, true or false");
    }
}

TEST(VariableValue, OfANumberIsOneAndNothingElse) {
    EXPECT_EQ(read_variable("12", SettingKind::integer, false), Texts{"12"});
    EXPECT_EQ(read_variable("-1", SettingKind::integer, false), Texts{"-1"});
    EXPECT_EQ(read_variable("0.5", SettingKind::number, false), Texts{"0.5"});
    EXPECT_EQ(read_variable("2", SettingKind::number, false), Texts{"2"});
    for (const char* text : {"x", "1x", "1.5", "", " 1", "0x10"})
        EXPECT_FALSE(read_variable(text, SettingKind::integer, false)) << text;
    for (const char* text : {"x", "1.5s", "", "1,5"})
        EXPECT_FALSE(read_variable(text, SettingKind::number, false)) << text;
}

TEST(VariableValue, OfAListIsCutAtCommas) {
    EXPECT_EQ(read_variable("a,b", SettingKind::text, true), (Texts{"a", "b"}));
    EXPECT_EQ(read_variable("a", SettingKind::text, true), Texts{"a"});
    EXPECT_EQ(read_variable("cpu,opencl", SettingKind::text, false), Texts{"cpu,opencl"});
    EXPECT_FALSE(read_variable("1,x", SettingKind::integer, true));
}

}  // namespace
}  // namespace chaincore::cli
