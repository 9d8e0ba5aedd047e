// SPDX-License-Identifier: MIT
#include "cli/toml_settings.hpp"

#include "chaincore/chain/in_quotes.hpp"
#include "cli/toml_characters.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <sstream>
#include <toml++/toml.h>

namespace chaincore::cli {
namespace {

std::string_view found(const toml::node& node) {
    if (node.is_string()) return "a string";
    if (node.is_integer()) return "an integer";
    if (node.is_floating_point()) return "a float";
    if (node.is_boolean()) return "a boolean";
    if (node.is_table()) return "a table";
    if (node.is_array()) return "an array";
    return "a date or a time";
}

// So that it is read as what it is: 1.0 keeps its point.
std::string float_text(double number) {
    if (std::isnan(number)) return "nan";  // whose sign says nothing
    std::string text = fmt::format("{}", number);
    if (text.find_first_not_of("-0123456789") == std::string::npos) text += ".0";
    return text;
}

// toml++ shows the character at which it stopped as it is.
std::string printable(std::string_view text) {
    std::string shown(text);
    std::replace_if(shown.begin(), shown.end(), [](char c) { return c < 0x20 || c > 0x7e; }, '?');
    return shown;
}

std::optional<SettingValue> read_value(const toml::node& node) {
    if (const auto* text = node.as_string()) return SettingValue{SettingKind::text, text->get()};
    if (const auto* integer = node.as_integer())
        return SettingValue{SettingKind::integer, std::to_string(integer->get())};
    if (const auto* number = node.as_floating_point())
        return SettingValue{SettingKind::number, float_text(number->get())};
    if (const auto* boolean = node.as_boolean())
        return SettingValue{SettingKind::boolean, boolean->get() ? "true" : "false"};
    return std::nullopt;
}

class Reader {
public:
    void read_table(const std::string& name, const toml::table& table) {
        for (const auto& [key, node] : table) {
            const std::string child = (name.empty() ? "" : name + ".") + std::string(key.str());
            // Of commands and flags none is called so, and a table's name must be its own.
            if (key.empty() || key.str().find('.') != std::string_view::npos)
                read_.faults.push_back(
                    {key.source().begin.line, chain::in_quotes(key.str()) + ": no name of anything"});
            else if (const toml::table* inner = node.as_table(); inner != nullptr) {
                read_.tables.push_back({child, key.source().begin.line});
                read_table(child, *inner);
            } else {
                read_setting(name, key, child, node);
            }
        }
    }

    TomlSettings finish() {
        std::sort(read_.tables.begin(), read_.tables.end(), in_order<TomlTable>);
        std::sort(read_.settings.begin(), read_.settings.end(), in_order<Setting>);
        std::sort(read_.faults.begin(), read_.faults.end(), in_order<SettingFault>);
        return std::move(read_);
    }

private:
    template <class T>
    static bool in_order(const T& one, const T& other) {
        return one.line < other.line;
    }

    void read_setting(const std::string& table, const toml::key& key, const std::string& name, const toml::node& node) {
        Setting setting{table, std::string(key.str()), {}, node.is_array(), key.source().begin.line};
        if (const toml::array* list = node.as_array(); list != nullptr) {
            for (const toml::node& element : *list)
                if (!take(setting, name, element)) return;
        } else if (!take(setting, name, node)) {
            return;
        }
        read_.settings.push_back(std::move(setting));
    }

    bool take(Setting& setting, const std::string& name, const toml::node& node) {
        auto value = read_value(node);
        if (value) {
            setting.values.push_back(*std::move(value));
            return true;
        }
        read_.faults.push_back(
            {node.source().begin.line,
             fmt::format("{}: found {}{}, expected a string, a number or a boolean{}", chain::in_quotes(name),
                         found(node), setting.is_list ? " in an array" : "", setting.is_list ? "" : ", or an array")});
        return false;
    }

    TomlSettings read_;
};

}  // namespace

TomlSettings read_toml_settings(std::string_view text) {
    if (const auto line = line_of_stray_character(text))
        return {{},
                {},
                {{*line,
                  "no TOML: a character that is not ASCII stands outside of quotes or behind a backslash, or a quote "
                  "in the middle of a word"}}};
    try {
        const toml::table root = toml::parse(text);
        Reader reader;
        reader.read_table("", root);
        return reader.finish();
    } catch (const toml::parse_error& error) {
        return {{}, {}, {{error.source().begin.line, "no TOML: " + printable(error.description())}}};
    }
}

}  // namespace chaincore::cli
