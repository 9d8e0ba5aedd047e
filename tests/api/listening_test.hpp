// SPDX-License-Identifier: MIT
// A server whose node changes, and those who listen to its events over real connections. One thread.
#pragma once

#include "api/changing_node.hpp"
#include "api/server_test.hpp"

#include <chrono>
#include <string>
#include <thread>

namespace chaincore::test {

inline const std::string kEvents = "/api/v1/events";
inline const std::string kFirstTexts = "retry: 3000\n\nevent: overview\ndata: {";

class ListeningTest : public ServerTest {
protected:
    using Clock = std::chrono::steady_clock;
    static constexpr std::chrono::seconds kPatience{20};
    static constexpr std::chrono::milliseconds kPause{1};

    ListeningTest() { options.limits.event_looks = std::chrono::milliseconds(5); }
    ~ListeningTest() override { server.reset(); }  // it asks the node

    void start() {
        auto started = api::HttpServer::start(options, changing, log);
        ASSERT_TRUE(started) << started.error().message;
        server = *std::move(started);
        port = server->port();
    }

    RawClient client(int receive_buffer = 0, const char* from = "127.0.0.1") const {
        RawClient client(port, receive_buffer, from);
        client.send(get_request(kEvents));
        return client;
    }

    // One who has heard the first overview, so that the node has been looked at.
    RawClient listener(int receive_buffer = 0, const char* from = "127.0.0.1") const {
        RawClient listening = client(receive_buffer, from);
        EXPECT_EQ(listening.receive().status, 200);
        EXPECT_NE(listening.read_until("}}\n\n").find(kFirstTexts), std::string::npos);
        return listening;
    }

    double figure(const std::string& name) const {
        const std::string text = get(port, "/metrics").body;
        const std::size_t at = text.find('\n' + name + ' ');
        return at == std::string::npos ? -1 : std::stod(text.substr(at + name.size() + 2));
    }
    double listeners() const { return figure("chaincore_http_event_streams"); }
    // Waits for it.
    bool are_listeners(double count) const {
        for (const auto end = Clock::now() + kPatience; Clock::now() < end; std::this_thread::sleep_for(kPause))
            if (listeners() == count) return true;
        return false;
    }

    // Has so much to tell that whoever does not read is behind: 50 blocks of 3 KB each.
    void find_long_blocks() {
        length_ += 50;
        changing.branch_off(length_ - 50, length_, std::string(3000, 'x'));
    }
    static bool has_heard(RawClient& listening, std::uint64_t height) {
        return listening.read_until("x" + std::to_string(height) + '"').ends_with('"');
    }

    ChangingNode changing;
    std::uint64_t length_ = 0;
};

}  // namespace chaincore::test
