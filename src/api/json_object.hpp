// SPDX-License-Identifier: MIT
// A JSON object written member by member: what the answers are made of. One thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chaincore::api {

class JsonObject {
public:
    // What is no valid UTF-8 in a text is replaced.
    JsonObject& text(std::string_view key, std::string_view value);
    JsonObject& texts(std::string_view key, const std::vector<std::string>& values);
    JsonObject& integer(std::string_view key, std::uint64_t value);
    JsonObject& real(std::string_view key, double value);  // must be finite
    JsonObject& truth(std::string_view key, bool value);
    // A value that is JSON already: a block as it is stored, a number that keeps its kind.
    JsonObject& json(std::string_view key, std::string_view value);
    JsonObject& jsons(std::string_view key, const std::vector<std::string>& values);

    std::string str() const { return '{' + members_ + '}'; }

private:
    std::string members_;
};

}  // namespace chaincore::api
