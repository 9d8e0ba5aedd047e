// SPDX-License-Identifier: MIT
// Flags and arguments that are one of a few words. The main thread.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class Option;
class Validator;
}  // namespace CLI

namespace chaincore::cli {

// The check of an option that is nothing else.
CLI::Validator one_of(const std::vector<std::string>& choices);

// Those of its check; empty: it has no such check.
std::vector<std::string> choices_of(CLI::Option& option);

}  // namespace chaincore::cli
