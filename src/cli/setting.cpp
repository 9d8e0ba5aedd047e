// SPDX-License-Identifier: MIT
#include "cli/setting.hpp"

#include <fmt/core.h>

namespace chaincore::cli {
namespace {

// A basic string of TOML: everything may stand in it that is escaped.
std::string in_quotes(std::string_view text) {
    std::string quoted = "\"";
    for (const char c : text) {
        const auto code = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\')
            quoted.append({'\\', c});
        else if (code < 0x20 || code == 0x7f)
            quoted += fmt::format("\\u{:04x}", code);
        else
            quoted += c;
    }
    return quoted + '"';
}

}  // namespace

std::string_view kind_name(SettingKind kind) {
    switch (kind) {
        case SettingKind::boolean: return "a boolean";
        case SettingKind::integer: return "an integer";
        case SettingKind::number: return "a number";
        case SettingKind::text: break;
    }
    return "a string";
}

std::string to_toml(const SettingValue& value) {
    return value.kind == SettingKind::text ? in_quotes(value.text) : value.text;
}

std::string to_toml(const std::vector<SettingValue>& values, bool is_list) {
    if (!is_list) return to_toml(values.front());
    std::string list = "[";
    for (const SettingValue& value : values) list += (list.size() > 1 ? ", " : "") + to_toml(value);
    return list + "]";
}

}  // namespace chaincore::cli
