// SPDX-License-Identifier: MIT
// docs/openapi.json, which travels within the program. Any thread.
#pragma once

#include <string>

namespace chaincore::api {

std::string openapi_document();

}  // namespace chaincore::api
