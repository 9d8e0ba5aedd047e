// SPDX-License-Identifier: MIT
#include "chaincore/chain/number.hpp"

#include "chaincore/util/check.hpp"

#include <bit>
#include <charconv>
#include <cmath>
#include <string_view>

namespace chaincore::chain {
namespace {

// Python's repr(float): the shortest digits that read back as the same double; without an exponent while it lies in
// [-4, 16), with at least two exponent digits beyond.
constexpr int kLowestFixedExponent = -4;
constexpr int kHighestFixedExponent = 15;

struct Decimal {
    std::string_view digits;  // without the point
    int exponent;             // of the first digit
};

void append_fixed(std::string& out, Decimal value) {
    const int point = value.exponent + 1;  // how many digits stand before the point
    const int count = static_cast<int>(value.digits.size());
    if (point <= 0) {
        out.append("0.").append(static_cast<std::size_t>(-point), '0').append(value.digits);
    } else if (point >= count) {
        out.append(value.digits).append(static_cast<std::size_t>(point - count), '0').append(".0");
    } else {
        out.append(value.digits.substr(0, static_cast<std::size_t>(point)));
        out.append(".").append(value.digits.substr(static_cast<std::size_t>(point)));
    }
}

void append_scientific(std::string& out, Decimal value) {
    out += value.digits[0];
    if (value.digits.size() > 1) out.append(".").append(value.digits.substr(1));
    const int magnitude = value.exponent < 0 ? -value.exponent : value.exponent;
    out.append(value.exponent < 0 ? "e-" : "e+").append(magnitude < 10 ? "0" : "").append(std::to_string(magnitude));
}

void append_double(std::string& out, double value) {
    if (std::signbit(value)) out += '-';
    char buffer[40];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, std::fabs(value), std::chars_format::scientific).ptr;
    const std::string_view text(buffer, static_cast<std::size_t>(end - buffer));  // d[.ddd]e+XX

    const std::size_t e = text.find('e');
    int exponent = 0;
    std::from_chars(text.data() + e + (text[e + 1] == '+' ? 2 : 1), end, exponent);
    char digits[24];
    std::size_t count = 0;
    for (const char c : text.substr(0, e))
        if (c != '.') digits[count++] = c;

    const Decimal decimal{{digits, count}, exponent};
    const bool fixed = exponent >= kLowestFixedExponent && exponent <= kHighestFixedExponent;
    fixed ? append_fixed(out, decimal) : append_scientific(out, decimal);
}

template <class Integer>
void append_integer(std::string& out, Integer value) {
    char buffer[24];
    out.append(buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr);
}

}  // namespace

Number::Number(double value) : bits_(std::bit_cast<std::uint64_t>(value)), kind_(Kind::real) {
    CHAINCORE_CHECK(std::isfinite(value));
}

std::optional<std::uint64_t> Number::to_natural() const {
    if (kind_ != Kind::natural) return std::nullopt;
    return bits_;
}

std::optional<std::int64_t> Number::to_negative() const {
    if (kind_ != Kind::negative) return std::nullopt;
    return static_cast<std::int64_t>(bits_);
}

double Number::to_double() const {
    if (kind_ == Kind::real) return std::bit_cast<double>(bits_);
    if (kind_ == Kind::negative) return static_cast<double>(static_cast<std::int64_t>(bits_));
    return static_cast<double>(bits_);
}

std::string Number::text() const {
    std::string out;
    append_to(out);
    return out;
}

void Number::append_to(std::string& out) const {
    if (kind_ == Kind::real) return append_double(out, std::bit_cast<double>(bits_));
    if (kind_ == Kind::negative) return append_integer(out, static_cast<std::int64_t>(bits_));
    append_integer(out, bits_);
}

}  // namespace chaincore::chain
