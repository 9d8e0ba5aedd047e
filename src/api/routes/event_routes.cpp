// SPDX-License-Identifier: MIT
#include "api/routes/routes.hpp"

namespace chaincore::api {

void add_event_routes(RouteTable& routes) {
    routes.add({.path = "/api/v1/events", .is_event_stream = true, .handle = nullptr});
}

}  // namespace chaincore::api
