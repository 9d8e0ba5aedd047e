// SPDX-License-Identifier: MIT
#include "cli/json_output.hpp"

#include "cli/json_text.hpp"
#include "cli/message.hpp"

namespace chaincore::cli {

std::string json_text(std::string_view text) {
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void print_json_line(const nlohmann::ordered_json& object) {
    // Messages quote what strangers wrote, cut off anywhere: a broken character is replaced.
    print_out(object.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + '\n');
}

}  // namespace chaincore::cli
