// SPDX-License-Identifier: MIT
#include "cli/config_file.hpp"

#include "chaincore/util/file.hpp"
#include "cli/data_path.hpp"

#include <system_error>

namespace chaincore::cli {
namespace {

constexpr std::size_t kLongestFile = std::size_t{1} << 20;

}  // namespace

Result<ConfigFile, Error> read_config_file(const std::string& path) {
    ConfigFile file{path, {}};
    if (path.empty()) {
        file.path = default_config_file();
        std::error_code fault;
        const auto kind = std::filesystem::status(file.path, fault).type();
        if (file.path.empty() || kind == std::filesystem::file_type::not_found) return ConfigFile{};
    }
    const auto text = util::read_file(file.path.string(), kLongestFile);
    if (!text) return fail(text.error());
    file.says = read_toml_settings(*text);
    return file;
}

std::string sentence_about(const ConfigFile& file, const SettingFault& fault) {
    return file.path.string() + ":" + std::to_string(fault.line) + ": " + fault.message;
}

}  // namespace chaincore::cli
