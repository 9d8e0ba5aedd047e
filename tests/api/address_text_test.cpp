// SPDX-License-Identifier: MIT
#include "api/routes/address_text.hpp"

#include <gtest/gtest.h>

#include <string>

namespace chaincore::api {
namespace {

TEST(AddressText, CountsCodePoints) {
    std::string wide;
    for (int i = 0; i < 128; ++i) wide += "\xf0\x9f\x98\x80";
    EXPECT_TRUE(is_address_text(wide));
    EXPECT_FALSE(is_address_text(wide + "a"));
    EXPECT_FALSE(is_address_text(""));
}

TEST(AddressText, RefusesControlCharacters) {
    for (const char* text : {"\x01", "a\n", "\x7f", "\xc2\x80", "\xc2\x9f"})
        EXPECT_FALSE(is_address_text(text)) << text;
    EXPECT_FALSE(is_address_text(std::string(1, '\0')));
    EXPECT_TRUE(is_address_text("\xc2\xa0 ~"));
}

TEST(AddressText, RefusesWhatIsNoUtf8) {
    for (const char* text : {"\xff", "\x80", "\xc3", "\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80",
                             "\xf0\x8f\xbf\xbf", "\xe2\x82", "\xc3("})
        EXPECT_FALSE(is_address_text(text)) << text;
}

}  // namespace
}  // namespace chaincore::api
