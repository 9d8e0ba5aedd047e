// SPDX-License-Identifier: MIT
// A configuration file, made up: what is read says the same when it is written and read again; a fault is one printable
// line about a line of the file.
#include "cli/toml_settings.hpp"
#include "fuzz/require.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

using namespace chaincore;
using cli::Setting;
using cli::TomlSettings;
using fuzz::require;

namespace {

std::string in_quotes(std::string_view name) { return cli::to_toml({cli::SettingKind::text, std::string(name)}); }

std::string header_of(const std::string& table) {
    std::string header;
    for (std::size_t begin = 0; begin <= table.size();) {
        const std::size_t end = std::min(table.find('.', begin), table.size());
        header += (header.empty() ? "[" : ".") + in_quotes(table.substr(begin, end - begin));
        begin = end + 1;
    }
    return header + "]\n";
}

// Tables one after another, since each may have one header only.
std::string written(const TomlSettings& says) {
    std::string text;
    const auto add_keys = [&](const std::string& table) {
        for (const Setting& setting : says.settings)
            if (setting.table == table)
                text += in_quotes(setting.key) + " = " + to_toml(setting.values, setting.is_list) + "\n";
    };
    add_keys("");
    for (const cli::TomlTable& table : says.tables) {
        text += header_of(table.name);
        add_keys(table.name);
    }
    return text;
}

using Content = std::vector<std::pair<std::pair<std::string, std::string>, std::string>>;

Content content_of(const TomlSettings& says) {
    Content content;
    for (const Setting& setting : says.settings)
        content.push_back({{setting.table, setting.key}, to_toml(setting.values, setting.is_list)});
    std::sort(content.begin(), content.end());
    return content;
}

std::vector<std::string> names_of(const TomlSettings& says) {
    std::vector<std::string> names;
    for (const cli::TomlTable& table : says.tables) names.push_back(table.name);
    std::sort(names.begin(), names.end());
    return names;
}

void check_fault(const cli::SettingFault& fault, std::size_t lines) {
    require(fault.line >= 1 && fault.line <= lines, "a fault is on a line of the file");
    require(!fault.message.empty(), "a fault says what is wrong");
    require(std::all_of(fault.message.begin(), fault.message.end(),
                        [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7f; }),
            "a fault is one printable line");
}

void check_setting(const Setting& setting) {
    require(setting.is_list || setting.values.size() == 1, "a key that has no list has one value");
    require(!setting.key.empty() && setting.key.find('.') == std::string::npos, "a key is one name");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::as_text(data, size);
    const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1;
    const TomlSettings says = cli::read_toml_settings(text);
    for (const cli::SettingFault& fault : says.faults) check_fault(fault, lines);
    for (const Setting& setting : says.settings) check_setting(setting);

    const std::vector<std::string> names = names_of(says);
    require(std::adjacent_find(names.begin(), names.end()) == names.end(), "a table's name is its own");
    const TomlSettings again = cli::read_toml_settings(written(says));
    require(again.faults.empty(), "what is written is right");
    require(content_of(again) == content_of(says), "what is written says the same");
    require(names_of(again) == names, "the tables are the same");
    return 0;
}
