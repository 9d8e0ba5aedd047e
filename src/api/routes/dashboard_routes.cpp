// SPDX-License-Identifier: MIT
#include "api/dashboard_files.hpp"
#include "api/routes/answers.hpp"
#include "api/routes/routes.hpp"

#include <algorithm>

namespace chaincore::api {
namespace {

// Nothing but files of this node is loaded, and nobody else's page may show this one.
constexpr const char* kPolicy = "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const char* content_type(std::string_view name) {
    if (name.ends_with(".html")) return "text/html; charset=utf-8";
    if (name.ends_with(".css")) return "text/css; charset=utf-8";
    if (name.ends_with(".svg")) return "image/svg+xml";
    return "text/javascript; charset=utf-8";
}

// Asked for again with each visit: after an upgrade no old script meets new data.
Answer answer_file(std::string_view name) {
    const auto& files = dashboard_files();
    const auto found =
        std::find_if(files.begin(), files.end(), [&](const DashboardFile& file) { return file.name == name; });
    if (found == files.end()) return refused("there is no such file", 404);
    return {.body = std::string(found->text),
            .headers = {{"Content-Security-Policy", kPolicy},
                        {"Cache-Control", "no-cache"},
                        {"Referrer-Policy", "no-referrer"}},
            .content_type = content_type(found->name)};
}

}  // namespace

void add_dashboard_routes(RouteTable& routes) {
    routes.add({.path = "/", .handle = [](const Call&) { return answer_file("index.html"); }});
    routes.add(
        {.path = "/dashboard/", .takes_rest = true, .handle = [](const Call& call) { return answer_file(call.rest); }});
}

}  // namespace chaincore::api
