// SPDX-License-Identifier: MIT
#include "api/openapi_document.hpp"
#include "api/routes/routes.hpp"

namespace chaincore::api {

void add_openapi_routes(RouteTable& routes) {
    routes.add({.path = "/openapi.json", .handle = [](const Call&) { return Answer{200, openapi_document()}; }});
}

}  // namespace chaincore::api
