// SPDX-License-Identifier: MIT
#include "chaincore/wallet/decimal_amount.hpp"

#include "chaincore/chain/in_quotes.hpp"

#include <algorithm>
#include <charconv>

namespace chaincore::wallet {
namespace {

constexpr std::size_t kLongest = 60;  // more digits than a double can tell apart, with zeros before or behind

bool is_digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_decimal(std::string_view text) {
    const std::size_t point = text.find('.');
    if (point == std::string_view::npos) return is_digits(text);
    return is_digits(text.substr(0, point)) && is_digits(text.substr(point + 1));
}

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace

Result<double, Error> parse_decimal_amount(std::string_view text) {
    if (!is_decimal(text) || text.size() > kLongest) {
        const std::string found = is_ascii(text) ? chain::in_quotes(text) : "a text with other characters";
        return fail(Error{"found " + found + ", expected an amount such as 1.5, 0.00000001 or 12"});
    }
    double amount = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), amount, std::chars_format::fixed);
    if (parsed.ec != std::errc()) return fail(Error{"found " + chain::in_quotes(text) + ", which no double can hold"});
    return amount;
}

}  // namespace chaincore::wallet
