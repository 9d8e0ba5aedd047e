// SPDX-License-Identifier: MIT
// An input as a list of choices, a byte each: for targets whose subject takes values instead of a text. One thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace chaincore::fuzz {

class Choices {
public:
    explicit Choices(std::string_view bytes) : bytes_(bytes) {}

    // One of 0 to count - 1, none behind the first 256 of them, and the first where the input has ended. count: above
    // 0.
    std::size_t pick(std::size_t count) {
        if (bytes_.empty()) return 0;
        const auto byte = static_cast<std::uint8_t>(bytes_.front());
        bytes_.remove_prefix(1);
        return byte % count;
    }

    template <class T, std::size_t count>
    const T& pick_from(const T (&values)[count]) {
        return values[pick(count)];
    }

    bool is_over() const { return bytes_.empty(); }

    // What has not been asked for.
    std::string_view rest() const { return bytes_; }

private:
    std::string_view bytes_;
};

}  // namespace chaincore::fuzz
