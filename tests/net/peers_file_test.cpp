// SPDX-License-Identifier: MIT
// Row 1 of docs/mission.md: known peers outlive the process.
#include "chaincore/net/peers_file.hpp"

#include "support/manual_clock.hpp"
#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace chaincore::net {
namespace {

class PeersFileTest : public testing::Test {
protected:
    void write(const std::string& text) const { std::ofstream(file_) << text; }
    std::string complaint() {
        const auto loaded = load_peers(file_, book_);
        return loaded ? "loaded" : loaded.error().message;
    }

    const test::TemporaryDirectory directory_;
    const std::filesystem::path file_ = directory_.path() / "peers.json";
    const test::ManualClock clock_{std::chrono::hours{24}};
    PeerBook book_{clock_};
};

TEST_F(PeersFileTest, KeepsABook) {
    book_.add({"10.0.0.1", 5000}, "search");
    ASSERT_TRUE(save_peers(file_, book_));
    PeerBook next(clock_);
    ASSERT_TRUE(load_peers(file_, next));
    EXPECT_EQ(next.to_json(), book_.to_json());
}

TEST_F(PeersFileTest, IsAnEmptyBookWhereItIsMissing) {
    EXPECT_EQ(complaint(), "loaded");
    EXPECT_EQ(book_.known_count(), 0U);
}

TEST_F(PeersFileTest, IsNamedWhereItMakesNoSense) {
    write(R"({"peers": [], "version": 2})");
    EXPECT_EQ(complaint(), file_.string() + " is no list of peers: its version is not 1");
    EXPECT_EQ(book_.version(), 0U);
}

TEST_F(PeersFileTest, IsRefusedWhereItIsLong) {
    write(std::string((std::size_t{1} << 20) + 1, ' '));
    EXPECT_NE(complaint().find(file_.string() + " is longer than"), std::string::npos) << complaint();
}

TEST_F(PeersFileTest, IsRefusedWhereItIsADirectory) {
    std::filesystem::create_directory(file_);
    EXPECT_NE(complaint().find(file_.string()), std::string::npos) << complaint();
    EXPECT_FALSE(save_peers(file_, book_));
}

}  // namespace
}  // namespace chaincore::net
