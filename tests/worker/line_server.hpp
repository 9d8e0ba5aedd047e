// SPDX-License-Identifier: MIT
// A node for one worker, on a loopback port of its own, that says what the test says and nothing else. The test's
// thread, but where it listens.
#pragma once

#include "chaincore/net/endpoint.hpp"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace chaincore::worker {

class LineServer {
public:
    LineServer();
    ~LineServer();

    net::Endpoint endpoint() const { return {"127.0.0.1", port_}; }

    // Until the worker has asked for that so often; the last such line. Throws where it does not.
    std::string wait_for(const std::string& method, std::size_t times = 1);
    // So many connections have been made. Throws where they are not.
    void wait_for_calls(std::size_t calls);
    // To whoever has called last.
    void say(const std::string& lines);

private:
    void listen();
    void read(int connection);
    template <class Condition>
    void wait_until(const std::string& what, const Condition& holds);

    int listener_ = -1;
    std::uint16_t port_ = 0;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<std::string> lines_;  // guarded by mutex_, as what follows
    std::size_t calls_ = 0;
    int connection_ = -1;
    std::jthread thread_;
};

}  // namespace chaincore::worker
