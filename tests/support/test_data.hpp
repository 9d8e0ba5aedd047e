// SPDX-License-Identifier: MIT
// The recorded data under tests/data.
#pragma once

#include <nlohmann/json.hpp>

#include <string>

namespace chaincore::test {

// name: relative to tests/data.
std::string data_path(const std::string& name);
std::string read_data(const std::string& name);

// The `cases` of a file of golden vectors, by its name without ".json". Read texts of numbers from its wire strings,
// never from nlohmann's numbers: those lose the kind and the last digits.
nlohmann::json load_cases(const std::string& name);

// Does a case carry the mark in its `rules`? (tests/data/README.md explains the marks.)
bool is_marked(const nlohmann::json& vector_case, const std::string& mark);

}  // namespace chaincore::test
