// SPDX-License-Identifier: MIT
#include "api/refusal.hpp"

#include "api/json_object.hpp"

namespace chaincore::api {

std::string refusal_body(const Refusal& refusal) { return JsonObject().text("error", refusal.message).str(); }

}  // namespace chaincore::api
