// SPDX-License-Identifier: MIT
#include "cli/option_choices.hpp"

#include <CLI/CLI.hpp>
#include <fmt/core.h>
#include <fmt/ranges.h>

namespace chaincore::cli {
namespace {

constexpr const char* kCheckName = "choices";
constexpr char kBetween = '|';  // in no word, unlike the comma of "cpu,opencl"

}  // namespace

CLI::Validator one_of(const std::vector<std::string>& choices) {
    return CLI::IsMember(choices)
        .description(fmt::format("{}", fmt::join(choices, std::string(1, kBetween))))
        .name(kCheckName);
}

std::vector<std::string> choices_of(CLI::Option& option) {
    try {
        return CLI::detail::split(option.get_validator(kCheckName)->get_description(), kBetween);
    } catch (const CLI::OptionNotFound&) {
        return {};
    }
}

}  // namespace chaincore::cli
