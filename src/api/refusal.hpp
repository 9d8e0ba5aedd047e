// SPDX-License-Identifier: MIT
// A request that is not answered as its sender hoped: the status, and a sentence for a person. Any thread.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace chaincore::api {

struct Refusal {
    int status = 400;
    std::string message;
    std::vector<std::pair<std::string, std::string>> headers = {};
};

// {"error": "<the sentence>"}
std::string refusal_body(const Refusal& refusal);

}  // namespace chaincore::api
