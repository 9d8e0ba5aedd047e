// SPDX-License-Identifier: MIT
#include "cli/json_output.hpp"

#include "cli/message.hpp"

namespace chaincore::cli {

void print_json_line(const nlohmann::ordered_json& object) {
    // Messages quote what strangers wrote, cut off anywhere: a broken character is replaced.
    print_out(object.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + '\n');
}

}  // namespace chaincore::cli
