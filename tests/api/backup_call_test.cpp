// SPDX-License-Identifier: MIT
#include "api/server_test.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace chaincore::test {
namespace {

using nlohmann::json;

class BackupCall : public ServerTest {
protected:
    void SetUp() override {
        options.token = std::string(64, 'a');
        start();
    }

    auto post(const std::string& body, const std::string& headers) {
        return ask(port, "POST /backup HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + headers +
                             "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
    }
    auto post(const std::string& body) { return post(body, "Authorization: Bearer " + options.token + "\r\n"); }
};

TEST_F(BackupCall, IsTheOperatorsAlone) {
    EXPECT_EQ(post(R"({"directory": "/there"})", "").status, 401);
    EXPECT_EQ(post(R"({"directory": "/there"})", "Authorization: Bearer b\r\n").status, 401);
    EXPECT_TRUE(node.backups.empty());
}

TEST_F(BackupCall, SaysWhatIsInTheBackup) {
    EXPECT_EQ(
        json::parse(post(R"({"directory": "/there"})").body),
        json::parse(R"({"status": "success", "directory": "/there", "chain_length": 7, "tip_hash": "the hash"})"));
    EXPECT_EQ(node.backups, std::vector<std::string>{"/there"});
}

TEST_F(BackupCall, SaysWhyThereIsNone) {
    node.backup_answer = api::BackupRefused{"/there is there already"};
    const auto refused = post(R"({"directory": "/there"})");
    EXPECT_EQ(refused.status, 400);
    EXPECT_EQ(json::parse(refused.body)["reason"], "invalid_directory");
    node.backup_answer = api::Unavailable{"No space left on device"};
    EXPECT_EQ(post(R"({"directory": "/there"})").status, 503);
    EXPECT_EQ(post(R"({"path": "/there"})").status, 400);
}

}  // namespace
}  // namespace chaincore::test
