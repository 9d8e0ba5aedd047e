// SPDX-License-Identifier: MIT
#include "chaincore/chain/json_reader.hpp"

#include "chaincore/chain/canonical_json.hpp"
#include "support/test_data.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace chaincore::chain {
namespace {

// The canonical form of what was read, or the name of the rule by which it was refused.
std::string reread(std::string_view text) {
    const auto value = parse_json(text);
    return value ? canonical_json(*value) : std::string(rule_name(value.error().rule));
}

std::string repeat(std::string_view text, std::size_t count) {
    std::string result;
    for (std::size_t i = 0; i < count; ++i) result += text;
    return result;
}

// `depth` containers in each other, a scalar in the innermost unless it is empty.
std::string nest(std::string_view open, std::string_view inside, std::string_view close, std::size_t depth) {
    return repeat(open, depth) + std::string(inside) + repeat(close, depth);
}

// "accepted", or the name of the rule by which the syntax was refused.
std::string syntax_of(std::string_view text) {
    const auto verdict = check_json_syntax(text);
    return verdict ? "accepted" : std::string(rule_name(verdict.error().rule));
}

// What both functions say of a text.
void expect_depth_verdict(const std::string& text, bool accepted) {
    EXPECT_EQ(parse_json(text).has_value(), accepted) << text.substr(0, 500);
    EXPECT_EQ(syntax_of(text), accepted ? "accepted" : "too_deep") << text.substr(0, 500);
    EXPECT_EQ(reread(text) == "too_deep", !accepted) << text.substr(0, 500);
}

TEST(JsonReader, RefusesATextWithoutAnyMemory) { EXPECT_EQ(parse_json({}).error().rule, Rule::invalid_json); }

TEST(JsonReader, ReadsStringsAsPythonDoes) {
    int count = 0;
    for (const auto& string : test::load_cases("json_strings")) {
        if (test::is_marked(string, "refused")) continue;
        EXPECT_EQ(reread(string.at("json_in").get<std::string>()), string.at("json_out").get<std::string>());
        ++count;
    }
    EXPECT_EQ(count, 271);
}

TEST(JsonReader, RefusesTheStringsThatPythonShouldHaveRefused) {
    int nul_characters = 0;
    int lone_surrogates = 0;
    for (const auto& string : test::load_cases("json_strings")) {
        if (!test::is_marked(string, "refused")) continue;
        const auto text = string.at("json_in").get<std::string>();
        const bool has_nul = text.find("\\u0000") != std::string::npos;
        EXPECT_EQ(reread(text), has_nul ? "nul_character" : "lone_surrogate") << text;
        ++(has_nul ? nul_characters : lone_surrogates);
    }
    EXPECT_EQ(nul_characters, 4);
    EXPECT_EQ(lone_surrogates, 13);
}

TEST(JsonReader, NamesALoneSurrogateWhereverItStands) {
    for (const std::string text : {R"("\ud800")", R"("\udbff\u0041")", R"("\udc00")", R"("\udfffx")",
                                   R"("\ud83d\ud83d\ude00")", R"(["a","\uD800"])", R"({"a":"\uDC00"})",
                                   R"({"\ud800":1})", R"("\\\ud800")", R"("\ude00\ud83d")", R"("\"\ud800")"})
        EXPECT_EQ(reread(text), "lone_surrogate") << text;
}

TEST(JsonReader, TakesASurrogatePairForOneCharacter) {
    EXPECT_EQ(reread(R"("\ud83d\ude00")"), R"("\ud83d\ude00")");
    EXPECT_EQ(reread("\"\xf0\x9f\x98\x80\""), R"("\ud83d\ude00")");
    EXPECT_EQ(reread(R"("\\ud800")"), R"("\\ud800")");  // an escaped backslash, then letters
}

TEST(JsonReader, RefusesMalformedEscapes) {
    for (const std::string text : {R"("\x41")", R"("\u12")", R"("\u00g0")", R"("\'")", R"("\")", R"("\u{41}")"})
        EXPECT_EQ(reread(text), "invalid_json") << text;
}

TEST(JsonReader, Reads64LevelsOfArrays) {
    expect_depth_verdict(nest("[", "1", "]", 64), true);
    expect_depth_verdict(nest("[", "", "]", 64), true);
    expect_depth_verdict(nest("[", "1,2,\"a\"", "]", 64), true);
    expect_depth_verdict(nest("[", "1", "]", 65), false);
    expect_depth_verdict(nest("[", "", "]", 65), false);
    expect_depth_verdict(nest("[", "", "]", 66), false);
}

TEST(JsonReader, Reads64LevelsOfObjects) {
    expect_depth_verdict(nest("{\"a\":", "1", "}", 64), true);
    expect_depth_verdict(nest("{\"a\":", "{}", "}", 63), true);
    expect_depth_verdict(nest("{\"a\":", "1", "}", 65), false);
    expect_depth_verdict(nest("{\"a\":", "{}", "}", 64), false);
    expect_depth_verdict(nest("{\"a\":", "{}", "}", 65), false);
}

TEST(JsonReader, CountsArraysAndObjectsTogether) {
    expect_depth_verdict(nest("[{\"a\":", "1", "}]", 32), true);
    expect_depth_verdict("[" + nest("[{\"a\":", "1", "}]", 32) + "]", false);
    expect_depth_verdict(nest("[{\"a\":", "[]", "}]", 32), false);
    expect_depth_verdict(nest("[{\"a\":", "{}", "}]", 32), false);
    expect_depth_verdict(nest("{\"a\":[", "1", "]}", 32), true);
}

TEST(JsonReader, CountsWhatIsOpenAndNotWhatWas) {
    expect_depth_verdict("[" + repeat("[],", 200) + nest("[", "1", "]", 63) + ",{}]", true);
    expect_depth_verdict("[" + repeat("[],", 200) + nest("[", "", "]", 64) + ",{}]", false);
    expect_depth_verdict("[\"" + repeat("[", 500) + "\"]", true);
    expect_depth_verdict("[" + nest("{\"a\":", "[]", "}", 62) + "," + nest("{\"a\":", "[]", "}", 63) + "]", false);
}

TEST(JsonReader, ReadsNoFurtherWhereTextIsTooDeep) {
    EXPECT_EQ(reread(nest("[", "x", "]", 65)), "too_deep");
    EXPECT_EQ(syntax_of(nest("{\"a\":", "x", "}", 65)), "too_deep");
}

TEST(JsonReader, RefusesVeryDeepText) { expect_depth_verdict(nest("[", "", "]", 1'000'000), false); }

TEST(JsonReader, RefusesDuplicateKeys) {
    EXPECT_EQ(reread(R"({"a":1,"a":1})"), "duplicate_key");
    EXPECT_EQ(reread(R"({"b":1,"a":1,"c":2,"a":2})"), "duplicate_key");
    EXPECT_EQ(reread(R"({"":1,"":2})"), "duplicate_key");
    EXPECT_EQ(reread(R"([{"x":{"a":1,"a":2}}])"), "duplicate_key");
}

TEST(JsonReader, ComparesKeysAfterTheirEscapes) {
    EXPECT_EQ(reread(R"({"a":1,"\u0061":2})"), "duplicate_key");
    EXPECT_EQ(reread("{\"\\ud83d\\ude00\":1,\"\xf0\x9f\x98\x80\":2}"), "duplicate_key");
    EXPECT_EQ(reread(R"({"\/":1,"/":2})"), "duplicate_key");
}

TEST(JsonReader, AllowsAKeyInDifferentObjectsAndCases) {
    EXPECT_EQ(reread(R"({"a":{"a":1},"A":[{"a":1},{"a":2}]})"), R"({"A": [{"a": 1}, {"a": 2}], "a": {"a": 1}})");
}

TEST(JsonReader, NamesTheDuplicateKey) {
    const auto value = parse_json(R"({"once":1,"twice":1,"twice":2})");
    ASSERT_FALSE(value);
    EXPECT_NE(value.error().message.find("twice"), std::string::npos) << value.error().message;
    EXPECT_EQ(value.error().message.find("once"), std::string::npos) << value.error().message;
}

TEST(JsonReader, ReadsIntegersOf64Bits) {
    for (const std::string text : {"18446744073709551615", "9223372036854775808", "-9223372036854775808", "0", "-1"})
        EXPECT_EQ(reread(text), text);
}

TEST(JsonReader, RefusesIntegersBeyond64Bits) {
    for (const std::string text : {"18446744073709551616", "-9223372036854775809", "99999999999999999999",
                                   "100000000000000000000", "36893488147419103232", "-18446744073709551616"})
        EXPECT_EQ(reread(text), "invalid_number") << text;
}

TEST(JsonReader, KeepsTheKindOfZero) {
    EXPECT_EQ(reread("-0"), "0");
    EXPECT_EQ(reread("-0.0"), "-0.0");
    EXPECT_EQ(reread("0.0"), "0.0");
    EXPECT_EQ(reread("0e0"), "0.0");
    EXPECT_EQ(reread("-0e-5"), "-0.0");
}

TEST(JsonReader, ReadsDoublesToTheNearest) {
    EXPECT_EQ(reread("0.1000000000000000055511151231257827"), "0.1");
    EXPECT_EQ(reread("2.2250738585072012e-308"), "2.2250738585072014e-308");
    EXPECT_EQ(reread("9007199254740993.0"), "9007199254740992.0");
    EXPECT_EQ(reread("1E5"), "100000.0");
    EXPECT_EQ(reread("1e-400"), "0.0");
    EXPECT_EQ(reread("0." + repeat("0", 2000) + "1e2001"), "1.0");
}

TEST(JsonReader, RefusesWhatIsNotFinite) {
    for (const std::string text : {"1e400", "-1e400", "1.8e308", "1e309"}) EXPECT_EQ(reread(text), "invalid_number");
    for (const std::string text : {"NaN", "Infinity", "[NaN]", "[Infinity]", "nan", "inf"})
        EXPECT_EQ(reread(text), "invalid_json") << text;
    for (const std::string text : {"-Infinity", "[-Infinity]", "-NaN"}) EXPECT_FALSE(parse_json(text)) << text;
}

TEST(JsonReader, RefusesNumbersThatJsonDoesNotKnow) {
    for (const std::string text : {"01", "-01", "00",   "1.2.3", "+1",  ".5", "-.5",   "1.",  "1.e5", "1e",      "1e+",
                                   "-",  "--1", "0x10", "1_000", "1,5", "1a", "1e5.5", "0b1", "1f",   "\xd9\xa1"}) {
        EXPECT_FALSE(parse_json(text)) << text;
        EXPECT_FALSE(check_json_syntax(text)) << text;
        EXPECT_FALSE(parse_json("[" + text + "]").has_value() && text != "1,5") << text;
        EXPECT_FALSE(parse_json("{\"a\":" + text + "}")) << text;
    }
}

TEST(JsonReader, RefusesOtherLiterals) {
    for (const std::string text :
         {"tru", "truee", "True", "TRUE", "fals", "nul", "nulll", "None", "undefined", "truefalse"}) {
        EXPECT_EQ(reread(text), "invalid_json") << text;
        EXPECT_EQ(reread("[" + text + "]"), "invalid_json") << text;
    }
    EXPECT_EQ(reread("[true,false,null]"), "[true, false, null]");
}

TEST(JsonReader, RefusesBrokenStructure) {
    for (const std::string text :
         {"[1,]",  "{\"a\":1,}", "[,]",      "[,1]",  "[1,,2]", "{,}",      "{'a':1}",   "['a']",
          "{a:1}", "{\"a\"}",    "{\"a\":}", "{:1}",  "{1:2}",  "[1 2]",    "{\"a\" 1}", "{\"a\":1 \"b\":2}",
          "[",     "]",          "{",        "}",     "[1",     "{\"a\":1", "[1}",       "{\"a\":1]",
          "\"a",   "a\"",        "/**/1",    "[1]//", "[1]#",   "(1)",      "[\"a\":1]"}) {
        EXPECT_EQ(reread(text), "invalid_json") << text;
        EXPECT_FALSE(check_json_syntax(text)) << text;
    }
}

TEST(JsonReader, RefusesEmptyAndBlankText) {
    for (const std::string text : {"", " ", "\n", " \t\r\n "})
        EXPECT_EQ(reread(text), "invalid_json") << '"' << text << '"';
}

TEST(JsonReader, RefusesTextBehindTheDocument) {
    for (const std::string text : {"{} x", "{}{}", "1 2", "[] []", "null null", "{}]", "{},", "\"a\"\"b\""})
        EXPECT_EQ(reread(text), "invalid_json") << text;
    EXPECT_FALSE(parse_json(std::string("[1]\0", 4)));
    EXPECT_EQ(reread(" [1]\r\n\t "), "[1]");
}

TEST(JsonReader, RefusesOtherEncodings) {
    EXPECT_EQ(reread("\xef\xbb\xbf{}"), "invalid_json");         // a byte order mark
    EXPECT_FALSE(parse_json(std::string("{\0}\0", 4)));          // UTF-16, little end first
    EXPECT_FALSE(parse_json(std::string("\0{\0}", 4)));          // UTF-16, big end first
    EXPECT_FALSE(parse_json(std::string("\xff\xfe{\0}\0", 6)));  // and with its mark
    EXPECT_FALSE(parse_json(std::string("{\0\0\0}\0\0\0", 8)));  // UTF-32
    EXPECT_EQ(reread("\"\xe9\""), "invalid_utf8");               // Latin-1
}

TEST(JsonReader, RefusesInvalidUtf8) {
    for (const std::string bytes : {"\xc0\xaf", "\xc1\x81", "\xe0\x80\xaf", "\xf0\x80\x80\xaf", "\xed\xa0\x80",
                                    "\xed\xbf\xbf", "\xf4\x90\x80\x80", "\xf8\x88\x80\x80\x80", "\x80", "\xbf", "\xc3",
                                    "\xe2\x82", "\xf0\x9f\x98", "\xff", "\xfe", "\xc3("}) {
        EXPECT_EQ(reread("\"" + bytes + "\""), "invalid_utf8") << bytes;
        EXPECT_EQ(reread("{\"" + bytes + "\":1}"), "invalid_utf8") << bytes;
        EXPECT_EQ(syntax_of("\"" + bytes + "\""), "invalid_utf8") << bytes;
    }
}

TEST(JsonReader, RefusesControlCharactersInStrings) {
    for (char c = 0; c < 0x20; ++c)
        EXPECT_EQ(reread(std::string("\"a") + c + "\""), "invalid_json") << static_cast<int>(c);
    EXPECT_EQ(reread("\"\x7f\""), "\"\\u007f\"");
}

TEST(JsonReader, RefusesControlCharactersBetweenValues) {
    for (char c = 0; c < 0x20; ++c) {
        const bool is_blank = c == '\t' || c == '\n' || c == '\r';
        EXPECT_EQ(parse_json(std::string("[1,") + c + "2]").has_value(), is_blank) << static_cast<int>(c);
    }
    EXPECT_FALSE(
        parse_json("[1,\xc2\xa0"
                   "2]"));
}

TEST(JsonReader, RefusesANulInAKey) { EXPECT_EQ(reread(R"({"a\u0000":1})"), "nul_character"); }

TEST(JsonReader, KeepsTheOrderOfTheText) {
    const auto value = parse_json(R"({"b":1,"a":[true,null,"x"]})");
    ASSERT_TRUE(value);
    const auto* const object = value->get_if<JsonObject>();
    ASSERT_NE(object, nullptr);
    EXPECT_EQ((*object)[0].key, "b");
    EXPECT_EQ((*object)[1].key, "a");
}

TEST(JsonValue, FindsMembersOfObjectsOnly) {
    const auto value = parse_json(R"({"a":7,"b":[1]})");
    ASSERT_TRUE(value);
    ASSERT_NE(value->find("a"), nullptr);
    EXPECT_EQ(*value->find("a")->get_if<Number>(), Number{7});
    EXPECT_EQ(value->find("c"), nullptr);
    EXPECT_EQ(value->find("b")->find("a"), nullptr);
}

TEST(CheckJsonSyntax, RefusesMoreValuesThanAnyBlockHas) {
    const auto array = [](std::size_t separators) { return "[" + repeat("0,", separators) + "0]"; };
    EXPECT_EQ(syntax_of(array(kMaxSeparators)), "accepted");
    EXPECT_EQ(syntax_of(array(kMaxSeparators + 1)), "block_too_large");
    EXPECT_EQ(syntax_of(R"({"a": ")" + repeat(",", kMaxSeparators + 1) + R"("})"), "accepted") << "in a text";
    EXPECT_EQ(syntax_of('"' + repeat(",", kMaxSeparators + 1) + '"'), "accepted") << "in a text that is all there is";
    EXPECT_EQ(syntax_of(R"(["\\", )" + repeat("0:", kMaxSeparators) + "]"), "block_too_large")
        << "behind a quote in one";
    EXPECT_EQ(syntax_of(R"(["\")" + repeat(",", kMaxSeparators + 1) + R"("])"), "accepted");
}

}  // namespace
}  // namespace chaincore::chain
