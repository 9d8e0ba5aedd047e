// SPDX-License-Identifier: MIT
// Row 6 of docs/mission.md: a resolver that does not answer holds up nobody for longer than his deadline.
#include "chaincore/net/resolver.hpp"

#include "chaincore/net/http_client.hpp"
#include "net/raw_server.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

namespace chaincore::net {
namespace {

using namespace std::chrono_literals;
using Texts = std::vector<std::string>;

Resolver::Deadline in(std::chrono::milliseconds time) { return std::chrono::steady_clock::now() + time; }

// Look-ups that wait until they may answer. What their threads use they share: they may outlive the test.
class SlowSystem {
public:
    ~SlowSystem() { answer(); }

    Resolver::LookUp look_up() const {
        return [calls = calls_, may_answer = may_answer_](const std::string&) -> Resolver::Addresses {
            ++*calls;
            may_answer.wait();
            return Texts{"127.0.0.1"};
        };
    }
    void answer() {
        if (!std::exchange(answers_, true)) promise_.set_value();
    }
    int calls() const { return *calls_; }

private:
    std::promise<void> promise_;
    std::shared_future<void> may_answer_ = promise_.get_future().share();
    std::shared_ptr<std::atomic<int>> calls_ = std::make_shared<std::atomic<int>>(0);
    bool answers_ = false;
};

TEST(Resolver, GivesWhatTheLookUpFinds) {
    Resolver resolver([](const std::string& host) -> Resolver::Addresses {
        if (host == "node") return Texts{"10.0.0.1", "fd00::1"};
        return fail(Error{"who is " + host + "?"});
    });
    EXPECT_EQ(resolver.addresses_of("node", in(20s), {}), (Texts{"10.0.0.1", "fd00::1"}));
    EXPECT_EQ(resolver.addresses_of("other", in(20s), {}).error().message, "who is other?");
}

TEST(Resolver, EndsAtTheDeadline) {
    const SlowSystem system;
    Resolver resolver(system.look_up());
    const auto answer = resolver.addresses_of("node", in(50ms), {});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().message, "the host is not known (looking it up takes too long)");
}

TEST(Resolver, EndsWhenStopped) {
    const SlowSystem system;
    Resolver resolver(system.look_up());
    std::stop_source stop;
    auto call = std::async([&] { return resolver.addresses_of("node", in(60s), stop.get_token()).has_value(); });
    stop.request_stop();
    EXPECT_EQ(call.wait_for(20s), std::future_status::ready);
    EXPECT_FALSE(call.get());
}

TEST(Resolver, LooksAHostUpOnceAtATime) {
    SlowSystem system;
    Resolver resolver(system.look_up());
    for (int i = 0; i < 3; ++i) EXPECT_FALSE(resolver.addresses_of("node", in(10ms), {}));
    auto waiting = std::async([&] { return resolver.addresses_of("node", in(20s), {}); });
    system.answer();
    EXPECT_EQ(waiting.get(), Texts{"127.0.0.1"});
    EXPECT_LE(system.calls(), 2) << "a second one only if the first was over before it came";
    EXPECT_EQ(resolver.addresses_of("other", in(20s), {}), Texts{"127.0.0.1"});
    EXPECT_GE(system.calls(), 2) << "nothing is kept";
}

TEST(Resolver, IsGoneBeforeItsLookUps) {
    SlowSystem system;
    {
        EXPECT_FALSE(Resolver(system.look_up()).addresses_of("node", in(10ms), {}));
    }
    system.answer();
}

TEST(Resolver, FindsTheAddressesOfThisMachine) {
    const auto answer = Resolver().addresses_of("localhost", in(20s), {});
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_TRUE(answer->front() == "127.0.0.1" || answer->front() == "::1") << answer->front();
}

TEST(HttpClient, DialsWhatItsResolverFinds) {
    const test::RawServer server(test::answer_with("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
    const auto resolver =
        std::make_shared<Resolver>([](const std::string&) -> Resolver::Addresses { return Texts{"::2", "127.0.0.1"}; });
    const auto answer = HttpClient({"some.node", server.endpoint().port}, resolver).get("/", {20s, 1000, {}});
    EXPECT_TRUE(answer) << answer.error().message;
}

TEST(HttpClient, LooksNoAddressUp) {
    const SlowSystem system;
    const auto resolver = std::make_shared<Resolver>(system.look_up());
    const test::HeldPort port;
    for (const char* host : {"localhost", "127.0.0.1", "::1", "10.0.0.1"}) {
        std::stop_source stopped;
        stopped.request_stop();
        EXPECT_FALSE(HttpClient({host, port.number()}, resolver).get("/", {20s, 1000, stopped.get_token()}));
    }
    EXPECT_EQ(system.calls(), 0);
}

TEST(HttpClient, WaitsForNoResolverLongerThanItMay) {
    const SlowSystem system;
    const HttpClient client({"some.node", 5000}, std::make_shared<Resolver>(system.look_up()));
    EXPECT_EQ(client.get("/x", {50ms, 1000, {}}).error().message,
              "http://some.node:5000/x: no complete answer within 50 ms");
    std::stop_source stop;
    auto call = std::async([&] { return client.get("/x", {60s, 1000, stop.get_token()}).error().message; });
    stop.request_stop();
    EXPECT_EQ(call.get(), "http://some.node:5000/x: the call was ended");
}

}  // namespace
}  // namespace chaincore::net
