// SPDX-License-Identifier: MIT
// What a node said, as it is shown to a person. Any thread.
#pragma once

#include "chaincore/net/http_client.hpp"

#include <string>

namespace chaincore::cli {

// In quotes, ASCII only, and whole where it is no longer than a few lines. text: valid UTF-8.
std::string sentence_in_quotes(const std::string& text);

// "http://localhost:5000 answered 409: …", with what the node gave as its reason, where it gave any.
std::string refusal_sentence(const std::string& url, const net::HttpAnswer& answer);

}  // namespace chaincore::cli
