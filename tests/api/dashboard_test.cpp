// SPDX-License-Identifier: MIT
#include "api/dashboard_files.hpp"
#include "api/server_test.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

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

// What stands between each such beginning and the next quotation mark.
std::vector<std::string_view> quoted_behind(std::string_view text, std::string_view beginning) {
    std::vector<std::string_view> found;
    for (std::size_t at = text.find(beginning); at != text.npos; at = text.find(beginning, at + 1)) {
        const std::size_t begin = at + beginning.size();
        found.push_back(text.substr(begin, text.find('"', begin) - begin));
    }
    return found;
}

// What one file asks for by its name; a script that is missing leaves the page empty.
TEST_F(Dashboard, HasWhatItsFilesAskFor) {
    std::set<std::string_view> names;
    for (const api::DashboardFile& file : api::dashboard_files()) names.insert(file.name);
    std::size_t count = 0;
    for (const api::DashboardFile& file : api::dashboard_files())
        for (const char* beginning : {"\"/dashboard/", "from \"./", "import \"./"})
            for (const std::string_view wanted : quoted_behind(file.text, beginning)) {
                EXPECT_TRUE(names.contains(wanted)) << file.name << " asks for " << wanted;
                ++count;
            }
    EXPECT_GT(count, 30U);
}

// Nothing is loaded from elsewhere. Namespaces may be named: nobody asks for them.
TEST_F(Dashboard, LoadsNothingFromAnotherSite) {
    for (const api::DashboardFile& file : api::dashboard_files())
        for (const char* loading : {"src=\"", "href=\"", "url(", "fetch(\"", "from \"", "import \"", "EventSource(\""})
            for (const char* elsewhere : {"http:", "https:", "//"})
                EXPECT_EQ(file.text.find(std::string(loading) + elsewhere), std::string_view::npos) << file.name;
}

}  // namespace
}  // namespace chaincore::test
