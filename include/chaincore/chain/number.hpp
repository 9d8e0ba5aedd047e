// SPDX-License-Identifier: MIT
// A JSON number that keeps its kind: 50 and 50.0 are different bytes in everything that is hashed. Any thread.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>

namespace chaincore::chain {

// An integer from -2^63 to 2^64-1, or a finite IEEE 754 double (docs/rules.md, "Numbers").
class Number {
public:
    constexpr Number() = default;  // the integer 0

    template <std::integral T>
        requires(!std::same_as<T, bool>)
    constexpr explicit Number(T value)
        : bits_(static_cast<std::uint64_t>(value)), kind_(value < 0 ? Kind::negative : Kind::natural) {}

    // Must be finite.
    explicit Number(double value);

    bool is_integer() const { return kind_ != Kind::real; }

    // The value where it is an integer and not negative.
    std::optional<std::uint64_t> to_natural() const;

    // The value where it is an integer below 0.
    std::optional<std::int64_t> to_negative() const;

    // Rounded to the nearest double where it is an integer beyond 2^53.
    double to_double() const;

    // As Python prints it: decimal digits, or repr() of the double.
    std::string text() const;
    void append_to(std::string& out) const;

    // The same kind and value, so the same bytes (but for 0.0 and -0.0, which differ here as they do there).
    bool operator==(const Number&) const = default;

private:
    enum class Kind : std::uint8_t { natural, negative, real };

    std::uint64_t bits_ = 0;  // the integer in two's complement, or the double's representation
    Kind kind_ = Kind::natural;
};

}  // namespace chaincore::chain
