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

std::vector<std::string> blocks_of(const std::string& answer) {
    std::vector<std::string> blocks;
    std::size_t begin = 0;
    int depth = 0;
    for (std::size_t i = answer.find('['); i < answer.size(); ++i) {
        if (answer[i] == '{' && depth++ == 0) begin = i;
        if (answer[i] == '}' && --depth == 0) blocks.push_back(answer.substr(begin, i + 1 - begin));
    }
    return blocks;
}

nlohmann::json load_cases(const std::string& name) {
    return nlohmann::json::parse(read_data("vectors/" + name + ".json")).at("cases");
}

bool is_marked(const nlohmann::json& vector_case, const std::string& mark) {
    const auto rules = vector_case.find("rules");
    return rules != vector_case.end() && std::find(rules->begin(), rules->end(), mark) != rules->end();
}

}  // namespace chaincore::test
