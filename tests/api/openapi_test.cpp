// SPDX-License-Identifier: MIT
// docs/openapi.json against the routes of the program: each is in it, nothing else is, and it says who may call it.
#include "api/fake_control.hpp"
#include "api/fake_node.hpp"
#include "api/openapi_document.hpp"
#include "api/routes/routes.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <set>

namespace chaincore::test {
namespace {

using nlohmann::json;

class OpenApi : public testing::Test {
protected:
    // A parameter stands for what follows a route that takes the rest.
    std::string path_in_document(const api::Route& route) const {
        if (!route.takes_rest) return route.path;
        for (const auto& [path, methods] : document_["paths"].items())
            if (path.starts_with(route.path + '{')) return path;
        return route.path + "{?}";
    }
    static std::string method_in_document(const api::Route& route) {
        return route.method == api::Method::get ? "get" : "post";
    }
    json& operation(const api::Route& route) {
        return document_["paths"][path_in_document(route)][method_in_document(route)];
    }

    json document_ = json::parse(api::openapi_document());
    FakeNode node_;
    FakeControl control_;
    api::HttpFigures http_;
    std::atomic<std::uint64_t> requests_ = 0;
    const api::RouteTable routes_ = make_routes(node_, &control_, 5000, http_, requests_);
};

TEST_F(OpenApi, HasEachRouteAndNothingElse) {
    std::set<std::string> routes;
    for (const api::Route& route : routes_.routes())
        routes.insert(method_in_document(route) + ' ' + path_in_document(route));
    std::set<std::string> operations;
    for (const auto& [path, methods] : document_["paths"].items())
        for (const auto& [method, operation] : methods.items()) operations.insert(method + ' ' + path);
    EXPECT_EQ(operations, routes);
}

TEST_F(OpenApi, SaysWhatNeedsTheToken) {
    const json needed = json::parse(R"([{"token": []}])");
    const json from_elsewhere = json::parse(R"([{}, {"token": []}])");
    for (const api::Route& route : routes_.routes()) {
        const json security = operation(route).value("security", json());
        switch (route.permission) {
            case api::Permission::anyone: EXPECT_EQ(security, json()) << route.path; break;
            case api::Permission::miner: EXPECT_EQ(security, from_elsewhere) << route.path; break;
            case api::Permission::token_alone: EXPECT_EQ(security, needed) << route.path; break;
        }
    }
}

TEST_F(OpenApi, HasABodyWhereOneIsRead) {
    for (const api::Route& route : routes_.routes()) {
        const bool is_read = route.method == api::Method::post && route.reads_body;
        EXPECT_EQ(operation(route).contains("requestBody"), is_read) << route.path;
        EXPECT_EQ(operation(route)["responses"].contains("411"), is_read) << route.path;
    }
}

// As the JSON Pointers "#/a/b" of the document itself.
void collect_references(const json& value, std::set<std::string>& found) {
    if (value.is_object() && value.contains("$ref")) found.insert(value["$ref"].get<std::string>().substr(1));
    if (value.is_structured())
        for (const auto& [key, member] : value.items()) collect_references(member, found);
}

TEST_F(OpenApi, RefersToWhatItHasAndHasNothingThatNobodyRefersTo) {
    std::set<std::string> references;
    collect_references(document_, references);
    for (const std::string& reference : references)
        EXPECT_TRUE(document_.contains(json::json_pointer(reference))) << reference;
    for (const auto& [kind, components] : document_["components"].items()) {
        if (kind == "securitySchemes") continue;
        for (const auto& [name, component] : components.items())
            EXPECT_TRUE(references.contains("/components/" + kind + '/' + name)) << kind << ' ' << name;
    }
}

}  // namespace
}  // namespace chaincore::test
