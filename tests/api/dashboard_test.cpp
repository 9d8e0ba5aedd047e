// SPDX-License-Identifier: MIT
#include "api/dashboard_files.hpp"
#include "api/server_test.hpp"

#include <regex>
#include <set>

namespace chaincore::test {
namespace {

class Dashboard : public ServerTest {};

TEST_F(Dashboard, IsThePageAtTheRoot) {
    start();
    const HttpAnswer page = get(port, "/");
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(page.body.starts_with("<!DOCTYPE html>"));
    EXPECT_EQ(page.headers.at("content-type"), "text/html; charset=utf-8");
    EXPECT_EQ(page.headers.at("x-content-type-options"), "nosniff");
    EXPECT_EQ(page.headers.at("content-security-policy"),
              "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
}

TEST_F(Dashboard, ServesEachOfItsFilesAndNothingElse) {
    start();
    for (const api::DashboardFile& file : api::dashboard_files()) {
        const HttpAnswer answer = get(port, "/dashboard/" + std::string(file.name));
        EXPECT_EQ(answer.status, 200) << file.name;
        EXPECT_EQ(answer.body, file.text) << file.name;
    }
    EXPECT_EQ(get(port, "/dashboard/main.js").headers.at("content-type"), "text/javascript; charset=utf-8");
    EXPECT_EQ(get(port, "/dashboard/dashboard.css").headers.at("content-type"), "text/css; charset=utf-8");
    EXPECT_EQ(get(port, "/dashboard/icon.svg").headers.at("content-type"), "image/svg+xml");
    for (const char* name : {"nothing.js", "../status", "..%2fstatus", "%00", "main.js/"})
        EXPECT_EQ(get(port, std::string("/dashboard/") + name).status, 404) << name;
}

// What one file asks for by its name; a script that is missing leaves the page empty.
TEST_F(Dashboard, HasWhatItsFilesAskFor) {
    std::set<std::string, std::less<>> names;
    for (const api::DashboardFile& file : api::dashboard_files()) names.emplace(file.name);
    const std::regex wanted(R"re((?:"/dashboard/|(?:from|import) "\./)([^"]+)")re");
    std::size_t count = 0;
    for (const api::DashboardFile& file : api::dashboard_files()) {
        if (file.name.starts_with("uPlot")) continue;
        const std::string text(file.text);
        for (std::sregex_iterator found(text.begin(), text.end(), wanted), end; found != end; ++found, ++count)
            EXPECT_TRUE(names.contains((*found)[1].str())) << file.name << " asks for " << (*found)[1];
    }
    EXPECT_GE(count, 5U);
}

// But for namespaces and addresses that are shown, nothing names another place.
TEST_F(Dashboard, NamesNoOtherSite) {
    const std::regex elsewhere(R"((?:src|href|url|import|fetch)\W{1,3}(?:https?:)?//)");
    for (const api::DashboardFile& file : api::dashboard_files())
        EXPECT_FALSE(std::regex_search(std::string(file.text), elsewhere)) << file.name;
}

}  // namespace
}  // namespace chaincore::test
