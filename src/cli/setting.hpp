// SPDX-License-Identifier: MIT
// What a configuration file says: flags of commands with their values, and the text that says the same. Plain values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chaincore::cli {

enum class SettingKind : std::uint8_t { boolean, integer, number, text };

// "an integer", for messages.
std::string_view kind_name(SettingKind kind);

struct SettingValue {
    SettingKind kind = SettingKind::text;
    std::string text;  // as one would write it behind the flag
    bool operator==(const SettingValue&) const = default;
};

// As TOML has it: text in quotes, the rest as it is.
std::string to_toml(const SettingValue& value);
// An array where is_list, else the first of them.
std::string to_toml(const std::vector<SettingValue>& values, bool is_list);

struct Setting {
    std::string table;  // "node", "wallet.send"; empty: it stands before the first table
    std::string key;
    std::vector<SettingValue> values;  // one, unless is_list
    bool is_list = false;
    std::size_t line = 0;
};

// A line of a configuration file, and what is wrong there.
struct SettingFault {
    std::size_t line = 0;
    std::string message;
};

}  // namespace chaincore::cli
