// SPDX-License-Identifier: MIT
// The recorded data under tests/data.
#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace chaincore::test {

// name: relative to tests/data.
std::string data_path(const std::string& name);
std::string read_data(const std::string& name);

// What a node answers to /chain, cut into the texts of its blocks. No string in it may hold a brace.
std::vector<std::string> blocks_of(const std::string& answer);

// The `cases` of a file of golden vectors, by its name without ".json". Read texts of numbers from its wire strings,
// never from nlohmann's numbers: those lose the kind and the last digits.
nlohmann::json load_cases(const std::string& name);

// Does a case carry the mark in its `rules`? (tests/data/README.md explains the marks.)
bool is_marked(const nlohmann::json& vector_case, const std::string& mark);

}  // namespace chaincore::test
