// SPDX-License-Identifier: MIT
#include "cli/toml_settings.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace chaincore::cli {
namespace {

// Table, key and value of each, as TOML.
std::vector<std::string> settings_in(const std::string& text) {
    const TomlSettings says = read_toml_settings(text);
    std::vector<std::string> settings;
    for (const SettingFault& fault : says.faults) settings.push_back(std::to_string(fault.line) + ": " + fault.message);
    for (const Setting& setting : says.settings)
        settings.push_back(setting.table + "/" + setting.key + "=" + to_toml(setting.values, setting.is_list));
    return settings;
}

using Lines = std::vector<std::string>;

TEST(TomlSettings, AreReadWithTheirKinds) {
    EXPECT_EQ(settings_in("[a]\nb = true\nc = 0x1f\nd = 1.0\ne = 0.5\nf = 'x'\n"),
              (Lines{"a/b=true", "a/c=31", "a/d=1.0", "a/e=0.5", "a/f=\"x\""}));
}

TEST(TomlSettings, AreReadInTheOrderOfTheirLines) {
    EXPECT_EQ(settings_in("z = 1\n[b]\ny = 2\n[a]\nx = 3\n"), (Lines{"/z=1", "b/y=2", "a/x=3"}));
}

TEST(TomlSettings, MayBeListsOfPlainValues) {
    EXPECT_EQ(settings_in("[a]\nb = [\n  1, # one\n  'two',\n]\nc = []\n"), (Lines{"a/b=[1, \"two\"]", "a/c=[]"}));
}

TEST(TomlSettings, BelongToTablesWithinTables) {
    EXPECT_EQ(settings_in("a.b.c = 1\n[d.e]\nf = 2\n"), (Lines{"a.b/c=1", "d.e/f=2"}));
}

TEST(TomlSettings, ComeWithTheirLines) {
    const TomlSettings says = read_toml_settings("\n[a]\n\nb = 1\n");
    ASSERT_EQ(says.settings.size(), 1U);
    EXPECT_EQ(says.settings.front().line, 4U);
    ASSERT_EQ(says.tables.size(), 1U);
    EXPECT_EQ(says.tables.front().line, 2U);
}

TEST(TomlSettings, AreNoDatesAndNoListsOfLists) {
    EXPECT_EQ(settings_in("[a]\nb = 1979-05-27\nc = [[1]]\n"),
              (Lines{"2: \"a.b\": found a date or a time, expected a string, a number or a boolean, or an array",
                     "3: \"a.c\": found an array in an array, expected a string, a number or a boolean"}));
}

TEST(TomlSettings, OfABrokenTextAreNone) {
    const TomlSettings says = read_toml_settings("[a]\nb = 1\nc = \n");
    EXPECT_TRUE(says.settings.empty());
    ASSERT_EQ(says.faults.size(), 1U);
    EXPECT_EQ(says.faults.front().line, 3U);
    EXPECT_TRUE(says.faults.front().message.starts_with("no TOML: "));
}

TEST(TomlSettings, HaveNamesOfTheirOwn) {
    EXPECT_EQ(settings_in("[a]\n'b.c' = 1\n['']\nd = 1\n"),
              (Lines{"2: \"b.c\": no name of anything", "3: \"\": no name of anything"}));
}

TEST(TomlSettings, ShowNoCharacterThatActsOnATerminal) {
    EXPECT_EQ(settings_in("a = [i\r\n").front().find('\r'), std::string::npos);
}

TEST(TomlSettings, KeepWhatIsEscaped) {
    EXPECT_EQ(settings_in("[a]\nb = \"\\u0007\\n\\\"\\\\\\u00e9\"\n"), (Lines{"a/b=\"\\u0007\\u000a\\\"\\\\\u00e9\""}));
}

TEST(TomlSettings, MayHaveAnyLetterInQuotesAndComments) {
    for (const char* text :
         {"# \u00e9\n[a]\nb = \"\u00e9\"\n", "[a]\nb = '\u00e9' # \u201c\u00e9\u201d\n", "[a]\nb = \"\\\"\u00e9\"\n",
          "[a]\nb = \"\\\\\u00e9\"\n", "[a]\nb = '''\n\u00e9''\u00e9'''''\n",
          "[a]\nb = \"\"\"\u00e9\"\u00e9\\\n  x\"\"\"\n", "\xef\xbb\xbf[a]\nb = '\u00e9'\n",
          "a.'\u00e9'.\"\u00e9\"=\"\u00e9\"\n", "[a]\nb={c='\u00e9',d=['\u00e9']}\n", "[a]\nb = ''\nc='\u00e9'\n",
          "[a]\nb = ['\u00e9','\u00e9']\n", "[a]\n'b' = {\"\u00e9\"='\u00e9'}\n"}) {
        SCOPED_TRACE(text);
        EXPECT_TRUE(read_toml_settings(text).faults.empty());
    }
}

TEST(TomlSettings, HaveNoOtherLettersOutsideOfThem) {
    for (const char* text :
         {"[a]\nb = \u201cx\u201d\n", "[a]\n\u00a0b = 1\n", "[a]\nb\u010d = 1\n", "[a]\nb = 1\u010d\n",
          "[a]\nb = 'x'\u010d\n", "[a]\nb = 2\"\u010d\"\n", "[a]\nb = 2=\"\u010d\"\n", "[a]\nb = 2[\"\u010d\"\n",
          "[a]\nb = 2.\"\u010d\"\n", "[a]\nb = \"\\\u010d\"\n"}) {
        SCOPED_TRACE(text);
        const TomlSettings says = read_toml_settings(text);
        ASSERT_EQ(says.faults.size(), 1U);
        EXPECT_EQ(says.faults.front().line, 2U);
        EXPECT_NE(says.faults.front().message.find("not ASCII"), std::string::npos);
    }
}

}  // namespace
}  // namespace chaincore::cli
