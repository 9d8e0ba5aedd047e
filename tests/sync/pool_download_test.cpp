// SPDX-License-Identifier: MIT
#include "chaincore/sync/pool_download.hpp"

#include "chaincore/chain/canonical_json.hpp"
#include "state/state_fixture.hpp"
#include "support/test_chain.hpp"
#include "sync/fake_peer.hpp"

#include <gtest/gtest.h>

namespace chaincore::sync {
namespace {

using test::FakePeer;

const std::string kPool = "/transaction_pool";

class PoolDownload : public testing::Test {
protected:
    Result<std::uint64_t, Error> fetch(const FakePeer& peer, const PoolDownloadLimits& limits = {}) {
        return fetch_pool(
            client_, peer.endpoint(), clock_, {},
            [this](const auto& transaction) { ids_.push_back(transaction.tx_id); }, limits);
    }

    chain::Transaction payment(double amount) const {
        return test::make_payment({test::spend(blocks_.reward(0))}, {test::pay(amount, 2)});
    }
    std::string text(double amount) const { return canonical_json(payment(amount)); }
    static std::string pool_of(const std::vector<std::string>& texts) {
        return test::http(200, test::list_of(texts, "transactions"));
    }

    util::SystemClock clock_;
    util::NullLog log_;
    net::PeerBook book_{clock_};
    net::PeerClient client_{book_, clock_, log_};
    const test::TestChain blocks_{1};
    std::vector<std::string> ids_;
};

TEST_F(PoolDownload, HandsOverWhatWaits) {
    FakePeer peer({});
    peer.answer(kPool, pool_of({text(1.0), text(2.0)}));
    EXPECT_EQ(fetch(peer).value(), 2U);
    EXPECT_EQ(ids_, (std::vector<std::string>{payment(1.0).tx_id, payment(2.0).tx_id}));
}

TEST_F(PoolDownload, FindsTheSeedDocumentsPath) {
    FakePeer peer({});
    peer.answer(kPool, test::http(404, "<html>"));
    peer.answer("/transactions", pool_of({text(1.0)}));
    EXPECT_EQ(fetch(peer).value(), 1U);
}

// One that flows forever, one piece in a while, under a name that takes as long to say that it is none.
TEST_F(PoolDownload, HasOneDeadlineForAll) {
    const std::string piece = "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n{\"transactions\": [" + text(1.0);
    FakePeer peer({});
    peer.on(kPool, [](const test::Connection& connection) {
        connection.closes_within(1500);
        connection.send(test::http(404, "<html>"));
    });
    peer.on("/transactions", [&piece](const test::Connection& connection) {
        connection.send(piece);
        connection.closes_within(60'000);
    });
    PoolDownloadLimits limits;
    limits.time = std::chrono::milliseconds(3000);
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_EQ(fetch(peer, limits).value(), 1U) << "what came before counts";
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(4500));
}

TEST_F(PoolDownload, SkipsWhatIsNoTransaction) {
    FakePeer peer({});
    peer.answer(kPool, pool_of({"{}", text(1.0), R"({"tx_id": 7})"}));
    EXPECT_EQ(fetch(peer).value(), 1U);
}

TEST_F(PoolDownload, TakesAnEmptyPoolForOne) {
    FakePeer peer({});
    peer.answer(kPool, pool_of({}));
    EXPECT_EQ(fetch(peer).value(), 0U);
}

TEST_F(PoolDownload, SaysWhoHasNone) {
    for (const std::string& answer : {test::http(500, "<html>"), test::http(200, "hello"), test::http(200, "{}"),
                                      test::http(200, R"({"transactions": 7})")}) {
        FakePeer peer({});
        peer.answer(kPool, answer);
        const auto fetched = fetch(peer);
        ASSERT_FALSE(fetched) << answer;
        EXPECT_TRUE(fetched.error().message.starts_with(peer.endpoint().url())) << fetched.error().message;
    }
}

TEST_F(PoolDownload, HasHadEnoughOfManyAndOfMuch) {
    FakePeer peer({});
    peer.answer(kPool, pool_of({text(1.0), text(2.0), text(3.0)}));
    EXPECT_EQ(fetch(peer, {.transactions = 2}).value(), 2U);
    EXPECT_FALSE(fetch(peer, {.bytes = 10}));
    EXPECT_EQ(ids_.size(), 2U);
}

TEST_F(PoolDownload, WaitsForNobodyForLong) {
    FakePeer peer({});
    peer.on(kPool, [](const test::Connection& connection) {
        connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n{\"transactions\": [");
        connection.closes_within(5000);
    });
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_FALSE(fetch(peer, {.time = std::chrono::milliseconds(300)}));
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
}

}  // namespace
}  // namespace chaincore::sync
