// SPDX-License-Identifier: MIT
#include "cli/variable_value.hpp"

#include <algorithm>
#include <charconv>

namespace chaincore::cli {
namespace {

template <class T>
bool is_whole(const std::string& text) {
    T number{};
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    // What is out of range is told by the flag's own check.
    return end == text.data() + text.size() && fault != std::errc::invalid_argument;
}

bool is_of_kind(const std::string& text, SettingKind kind) {
    switch (kind) {
        case SettingKind::boolean: return text == "true" || text == "false";
        case SettingKind::integer: return is_whole<long long>(text);
        case SettingKind::number: return is_whole<double>(text);
        case SettingKind::text: break;
    }
    return true;
}

std::string expected(SettingKind kind) {
    return kind == SettingKind::boolean ? "1, 0, true or false" : std::string(kind_name(kind));
}

std::string normal(const std::string& text, SettingKind kind) {
    if (kind != SettingKind::boolean) return text;
    return text == "1" ? "true" : text == "0" ? "false" : text;
}

}  // namespace

Result<std::vector<std::string>, Error> read_variable(const std::string& value, SettingKind kind, bool is_list) {
    std::vector<std::string> texts;
    for (std::size_t begin = 0; begin <= value.size();) {
        const std::size_t end = is_list ? std::min(value.find(',', begin), value.size()) : value.size();
        const std::string text = normal(value.substr(begin, end - begin), kind);
        if (!is_of_kind(text, kind)) return fail(Error{"found \"" + text + "\", expected " + expected(kind)});
        texts.push_back(text);
        begin = end + 1;
    }
    return texts;
}

}  // namespace chaincore::cli
