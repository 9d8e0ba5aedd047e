// SPDX-License-Identifier: MIT
// ASCII letters in lower case: names and tokens of HTTP that count the same in either. Any thread.
#pragma once

#include <string>
#include <string_view>

namespace chaincore::api {

inline std::string lower_case(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
    return out;
}

}  // namespace chaincore::api
