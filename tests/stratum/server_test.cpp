// SPDX-License-Identifier: MIT
#include "chaincore/stratum/server.hpp"

#include "api/raw_client.hpp"
#include "chaincore/crypto/sha256.hpp"
#include "stratum/work_fixture.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace chaincore::stratum {
namespace {

using namespace std::chrono_literals;
using Json = nlohmann::json;

using test::make_work;
using test::RawClient;

const std::string kRig = std::string(test::kPayee) + ".rig1";

class StratumServer : public testing::Test {
protected:
    void start(const ServerLimits& limits = {}) {
        server_.emplace(
            Slices(0), limits,
            [this](FoundBlock found) {
                const std::lock_guard lock(mutex_);
                found_.push_back(std::move(found));
            },
            log_);
        port_ = *server_->start("127.0.0.1", 0);
    }
    void TearDown() override {
        if (server_) server_->stop();
    }

    static Json line_of(RawClient& client) { return Json::parse(client.read_until("\n"), nullptr, false); }
    static void send(RawClient& client, const std::string& method, const Json& params = Json::array()) {
        client.send(Json{{"id", 1}, {"method", method}, {"params", params}}.dump() + "\n");
    }
    // Until it is authorized; its slice.
    std::string join(RawClient& client, const std::string& name = kRig) {
        send(client, "mining.subscribe", {"test/1"});
        const std::string slice = line_of(client)["result"][1];
        send(client, "mining.authorize", {name, ""});
        EXPECT_EQ(line_of(client)["result"], true);
        if (server_->report().is_resting) {
            EXPECT_EQ(line_of(client)["method"], "mining.rest");
        }
        return slice;
    }
    template <class Condition>
    bool comes_true(const Condition& condition) {
        const auto end = std::chrono::steady_clock::now() + 20s;
        while (!condition()) {
            if (std::chrono::steady_clock::now() > end) return false;
            std::this_thread::sleep_for(2ms);
        }
        return true;
    }
    std::uint64_t cut_off(CutOff reason) { return server_->report().cut_off[static_cast<std::size_t>(reason)]; }

    util::NullLog log_;
    std::mutex mutex_;
    std::vector<FoundBlock> found_;  // guarded by mutex_
    std::optional<Server> server_;
    std::uint16_t port_ = 0;
};

TEST_F(StratumServer, HasAWorkerFindABlock) {
    start();
    RawClient client(port_);
    const std::string slice = join(client);
    server_->set_work(make_work(3, 'a'));
    EXPECT_EQ(line_of(client)["method"], "mining.set_difficulty");
    const Json job = line_of(client)["params"];
    std::string nonce;
    for (std::uint64_t i = 0; nonce.empty(); ++i) {
        const std::string digits = std::to_string(i);
        const std::string tried = slice + std::string(12 - digits.size(), '0') + digits;
        const std::string text =
            job[1].get<std::string>() + tried + job[2].get<std::string>() + "000007" + job[3].get<std::string>();
        if (crypto::double_sha256(text).to_hex()[0] == '0') nonce = tried;
    }
    send(client, "mining.submit", {kRig, job[0], nonce, "000007"});
    EXPECT_EQ(line_of(client)["result"], true);
    {
        const std::lock_guard lock(mutex_);
        ASSERT_EQ(found_.size(), 1U);
        EXPECT_EQ(found_[0].make().header.nonce.text(), nonce);
        EXPECT_EQ(found_[0].generation, 3U);
    }
    server_->note_block(kRig);
    const FarmReport report = server_->report();
    EXPECT_EQ(report.port, port_);
    EXPECT_EQ(report.blocks, 1U);
    EXPECT_EQ(report.sessions, 1U);
    EXPECT_EQ(report.workers.at(0).blocks, 1U);
    EXPECT_EQ(report.workers.at(0).from, "127.0.0.1");
}

TEST_F(StratumServer, TellsARestAndTheWorkThatEndsIt) {
    start();
    server_->set_work(nullptr);
    RawClient client(port_);
    join(client);
    server_->set_work(nullptr);
    server_->set_work(make_work(1, 'a'));
    EXPECT_EQ(line_of(client)["method"], "mining.set_difficulty") << "a rest is told once";
    EXPECT_EQ(line_of(client)["method"], "mining.notify");
    server_->set_work(nullptr);
    EXPECT_EQ(line_of(client)["method"], "mining.rest");
    server_->set_work(nullptr);
    server_->set_work(make_work(2, 'b'));
    EXPECT_EQ(line_of(client)["method"], "mining.notify");
}

TEST_F(StratumServer, GivesEachSessionASliceOfItsOwn) {
    start();
    std::vector<RawClient> clients;
    std::vector<std::string> slices;
    for (int i = 0; i < 50; ++i) slices.push_back(join(clients.emplace_back(port_)));
    std::sort(slices.begin(), slices.end());
    EXPECT_EQ(std::unique(slices.begin(), slices.end()), slices.end());
    EXPECT_EQ(server_->report().sessions, 50U);
    EXPECT_EQ(server_->report().workers.at(0).sessions, 50U) << "of one name";
    clients.clear();
    EXPECT_TRUE(comes_true([&] { return server_->report().sessions == 0; }));
    EXPECT_EQ(server_->report().workers.at(0).state, WorkerState::gone);
    RawClient another(port_);
    const std::string slice = join(another);
    EXPECT_FALSE(std::binary_search(slices.begin(), slices.end(), slice)) << "used ones come last";
}

TEST_F(StratumServer, TakesLinesHoweverTheyArrive) {
    start();
    RawClient client(port_);
    client.send("{\"id\": 1, \"method\": \"mining.pi");
    std::this_thread::sleep_for(20ms);
    client.send("ng\"}\r\n{\"id\": 2, \"method\": \"mining.ping\"}\n{\"id\": 3");
    EXPECT_EQ(line_of(client)["id"], 1);
    EXPECT_EQ(line_of(client)["id"], 2);
    client.send(", \"method\": \"mining.ping\"}\n");
    EXPECT_EQ(line_of(client)["result"], "pong");
}

TEST_F(StratumServer, CutsOffALineThatIsTooLong) {
    start();
    RawClient client(port_);
    client.send(std::string(4096, ' ') + "\n");
    EXPECT_EQ(line_of(client)["error"][0], 20) << "so much may a line have";
    client.send(std::string(4097, ' '));
    EXPECT_EQ(client.read_until("\n"), "");
    EXPECT_TRUE(comes_true([&] { return server_->report().sessions == 0; }));
    EXPECT_EQ(cut_off(CutOff::long_line), 1U);
}

TEST_F(StratumServer, CutsOffGarbageOnceItIsTooMuch) {
    start();
    RawClient client(port_);
    for (int i = 0; i < 100; ++i) client.send("garbage\n");
    for (int i = 0; i < 51; ++i) EXPECT_EQ(line_of(client)["error"][0], 20) << i;
    EXPECT_EQ(client.read_until("\n"), "");
    EXPECT_EQ(cut_off(CutOff::mistakes), 1U);
}

TEST_F(StratumServer, CutsOffWhoDoesNotSayWhoHeIs) {
    ServerLimits limits;
    limits.authorization = 1s;
    start(limits);
    RawClient named(port_);
    join(named);
    RawClient silent(port_);
    EXPECT_EQ(silent.read_until("\n"), "");
    EXPECT_EQ(cut_off(CutOff::unauthorized), 1U);
    send(named, "mining.ping");
    EXPECT_EQ(line_of(named)["result"], "pong");
}

TEST_F(StratumServer, CutsOffWhoDoesNotRead) {
    ServerLimits limits;
    limits.backlog = 20'000;
    start(limits);
    RawClient deaf(port_, 4096), other(port_);
    join(deaf);
    join(other);
    for (std::uint64_t i = 1; cut_off(CutOff::backlog) == 0 && i < 20'000; ++i) {
        server_->set_work(make_work(i, i % 2 == 0 ? 'a' : 'b'));
        other.read_until("mining.notify");
        other.read_until("\n");
    }
    EXPECT_EQ(cut_off(CutOff::backlog), 1U);
    EXPECT_TRUE(comes_true([&] { return server_->report().sessions == 1; }));
}

TEST_F(StratumServer, WhoHasNotSaidWhoHeIsMakesRoom) {
    ServerLimits limits;
    limits.sessions = 3;
    start(limits);
    RawClient first(port_), second(port_), third(port_);
    join(second);
    ASSERT_TRUE(comes_true([&] { return server_->report().sessions == 3; }));
    RawClient fourth(port_);
    join(fourth);
    EXPECT_EQ(first.read_until("\n"), "") << "the oldest of them";
    join(third);
    RawClient fifth(port_);
    EXPECT_EQ(fifth.read_until("\n"), "") << "there is no room";
    EXPECT_EQ(server_->report().sessions, 3U);
    EXPECT_EQ(cut_off(CutOff::crowd), 2U);
}

TEST_F(StratumServer, AsksItsWorkersToComeBackAtItsEnd) {
    start();
    RawClient client(port_), silent(port_);
    join(client);
    server_->stop();
    EXPECT_EQ(line_of(client)["method"], "client.reconnect");
    EXPECT_EQ(client.read_until("\n"), "");
    EXPECT_EQ(silent.read_until("\n"), "");
    server_->stop();
    EXPECT_EQ(server_->report().sessions, 0U);
}

TEST_F(StratumServer, EndsEvenWhereNobodyReads) {
    start();
    RawClient deaf(port_, 4096);
    join(deaf);
    for (std::uint64_t i = 1; i < 40; ++i) server_->set_work(make_work(i, i % 2 == 0 ? 'a' : 'b'));
    const auto begin = std::chrono::steady_clock::now();
    server_->stop();
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 5s);
}

// The server's thread is busy while its timer runs out, and is told to stop meanwhile.
TEST_F(StratumServer, EndsWhereATickIsDue) {
    const auto work = make_work(1, 'a', 20'000);
    start();
    std::this_thread::sleep_for(990ms);
    server_->set_work(work);
    std::this_thread::sleep_for(4ms);
    const auto begin = std::chrono::steady_clock::now();
    server_->stop();
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 5s);
}

TEST_F(StratumServer, SaysWhereItCannotListen) {
    start();
    Server second(Slices(0), {}, [](const FoundBlock&) {}, log_);
    const auto port = second.start("127.0.0.1", port_);
    ASSERT_FALSE(port);
    EXPECT_EQ(port.error().message,
              "cannot listen for workers on 127.0.0.1 port " + std::to_string(port_) + ": Address already in use");
}

}  // namespace
}  // namespace chaincore::stratum
