// SPDX-License-Identifier: MIT
#include "support/test_data.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace chaincore::test {

std::string data_path(const std::string& name) { return std::string(CHAINCORE_TEST_DATA) + "/" + name; }

std::string read_data(const std::string& name) {
    std::ifstream file(data_path(name), std::ios::binary);
    if (!file) throw std::runtime_error("cannot open " + data_path(name));
    return {std::istreambuf_iterator<char>(file), {}};
}

nlohmann::json load_cases(const std::string& name) {
    return nlohmann::json::parse(read_data("vectors/" + name + ".json")).at("cases");
}

bool is_marked(const nlohmann::json& vector_case, const std::string& mark) {
    const auto rules = vector_case.find("rules");
    return rules != vector_case.end() && std::find(rules->begin(), rules->end(), mark) != rules->end();
}

}  // namespace chaincore::test
