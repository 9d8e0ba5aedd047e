// SPDX-License-Identifier: MIT
#include "chaincore/wallet/decimal_amount.hpp"

#include "chaincore/chain/in_quotes.hpp"

#include <algorithm>
#include <charconv>

namespace chaincore::wallet {
namespace {

constexpr std::size_t kLongest = 60;  // more digits than a double can tell apart, with zeros before or behind

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Digits, and underscores between two of them.
bool is_digits(std::string_view text) {
    char before = '_';
    for (const char c : text) {
        if (!is_digit(c) && (c != '_' || before == '_')) return false;
        before = c;
    }
    return before != '_';
}

bool is_mantissa(std::string_view text) {
    const std::size_t point = text.find('.');
    if (point == std::string_view::npos) return is_digits(text);
    const std::string_view whole = text.substr(0, point), fraction = text.substr(point + 1);
    return (whole.empty() || is_digits(whole)) && (fraction.empty() || is_digits(fraction)) && text.size() > 1;
}

bool is_exponent(std::string_view text) {
    if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
    return is_digits(text);
}

bool is_decimal(std::string_view text) {
    const std::size_t exponent = text.find_first_of("eE");
    return is_mantissa(text.substr(0, exponent)) &&
           (exponent == std::string_view::npos || is_exponent(text.substr(exponent + 1)));
}

// std::from_chars knows neither underscores nor a sign before the exponent that is a plus.
std::string plain(std::string_view text) {
    std::string digits(text);
    std::erase_if(digits, [](char c) { return c == '_' || c == '+'; });
    return digits;
}

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

Error not_decimal(std::string_view text) {
    const std::string found = is_ascii(text) ? chain::in_quotes(text) : "a text with other characters";
    if (text.find(',') != std::string_view::npos)
        return Error{"found " + found +
                     ": a comma is a point to some and separates thousands for others, expected 1.5 or 1_000"};
    return Error{"found " + found + ", expected an amount such as 1.5, 0.00000001 or 12"};
}

}  // namespace

Result<double, Error> parse_decimal_amount(std::string_view text) {
    if (!is_decimal(text) || text.size() > kLongest) return fail(not_decimal(text));
    const std::string digits = plain(text);
    double amount = 0;
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), amount);
    if (parsed.ec != std::errc()) return fail(Error{"found " + chain::in_quotes(text) + ", which no double can hold"});
    return amount;
}

}  // namespace chaincore::wallet
