// SPDX-License-Identifier: MIT
#include "chaincore/net/endpoint.hpp"

#include <gtest/gtest.h>

namespace chaincore::net {
namespace {

std::string read(std::string_view url) {
    const auto endpoint = parse_endpoint(url);
    return endpoint ? endpoint->url() : "refused: " + endpoint.error().message;
}

TEST(Endpoint, IsHostAndPort) {
    const auto endpoint = parse_endpoint("http://localhost:5000");
    ASSERT_TRUE(endpoint) << endpoint.error().message;
    EXPECT_EQ(endpoint->host, "localhost");
    EXPECT_EQ(endpoint->port, 5000);
    EXPECT_EQ(endpoint->url(), "http://localhost:5000");
    EXPECT_EQ(endpoint->authority(), "localhost:5000");
}

TEST(Endpoint, ReadsNamesAndAddresses) {
    EXPECT_EQ(read("http://127.0.0.1:1"), "http://127.0.0.1:1");
    EXPECT_EQ(read("http://node-1.some_lan:65535"), "http://node-1.some_lan:65535");
    EXPECT_EQ(read("http://[::1]:5000"), "http://[::1]:5000");
    EXPECT_EQ(parse_endpoint("http://[::1]:5000")->host, "::1");
}

TEST(Endpoint, OfAStratumNodeHasItsOwnScheme) {
    const auto endpoint = parse_stratum_endpoint("Stratum+TCP://Pool.lan:3333/");
    ASSERT_TRUE(endpoint) << endpoint.error().message;
    EXPECT_EQ(*endpoint, (Endpoint{"pool.lan", 3333}));
    EXPECT_EQ(stratum_url(*endpoint), "stratum+tcp://pool.lan:3333");
    EXPECT_EQ(stratum_url({"::1", 3333}), "stratum+tcp://[::1]:3333");
    EXPECT_EQ(parse_stratum_endpoint("http://pool.lan:3333").error().message,
              "\"http://pool.lan:3333\" is no URL of a node: it does not begin with stratum+tcp://; expected "
              "stratum+tcp://host:port, as in stratum+tcp://localhost:3333");
    EXPECT_FALSE(parse_stratum_endpoint("stratum+tcp://pool.lan"));
    EXPECT_FALSE(parse_endpoint("stratum+tcp://pool.lan:3333"));
    EXPECT_TRUE(is_stratum_url("STRATUM+tcp://pool"));
    EXPECT_FALSE(is_stratum_url("stratum+ssl://pool:3333"));
}

TEST(Endpoint, ForgivesASlashAndCapitals) {
    EXPECT_EQ(read("http://localhost:5000/"), "http://localhost:5000");
    EXPECT_EQ(read("HTTP://LocalHost:5000"), "http://localhost:5000");
}

TEST(Endpoint, RefusesEverythingElseThatAUrlMayHold) {
    for (const auto* url : {"",
                            "localhost:5000",
                            "https://localhost:5000",
                            "ftp://localhost:5000",
                            "http:/localhost:5000",
                            "http://",
                            "http://localhost",
                            "http://:5000",
                            "http://localhost:",
                            "http://localhost:0",
                            "http://localhost:65536",
                            "http://localhost:99999999999",
                            "http://localhost:+5",
                            "http://localhost:5000/status",
                            "http://localhost:5000//",
                            "http://localhost:5000?x",
                            "http://localhost:5000#x",
                            "http://me@localhost:5000",
                            "http://me:secret@localhost:5000",
                            "http://local host:5000",
                            " http://localhost:5000",
                            "http://localhost:5000\n",
                            "http://lo\xc3\xa9:5000",
                            "http://[::1:5000",
                            "http://::1:5000",
                            "http://[localhost]:5000",
                            "http://[::1]5000",
                            "http://[]:5000",
                            "http://[.]:5000",
                            "http://[:]:5000",
                            "http://[abc]:5000",
                            "http://[10.0.0.1]:5000",
                            "http://[1::2::3]:5000",
                            "http://a,b:5000",
                            "http://10.0.0.1..:5000",
                            "http://a..b:5000",
                            "http://.a:5000",
                            "http://.:5000",
                            "http://[fe80::1%eth0]:5000"}) {
        const auto endpoint = parse_endpoint(url);
        ASSERT_FALSE(endpoint) << url;
        EXPECT_NE(endpoint.error().message.find("http://host:port"), std::string::npos) << endpoint.error().message;
    }
}

TEST(Endpoint, SaysWhatIsWrong) {
    EXPECT_NE(read("http://localhost").find("\"http://localhost\" is no URL of a node: the port is missing"),
              std::string::npos);
    EXPECT_NE(read("https://localhost:1").find("http://"), std::string::npos);
    EXPECT_NE(read("http://me@localhost:1").find("user"), std::string::npos);
    EXPECT_NE(read("http://localhost:1/x").find("path"), std::string::npos);
}

}  // namespace
}  // namespace chaincore::net
