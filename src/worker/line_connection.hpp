// SPDX-License-Identifier: MIT
// TCP connections that carry lines, and the loop of the thread that owns them. What a connection has to say is asked of
// it, once the loop has let its thread go on. That thread, but for wake().
#pragma once

#include "chaincore/net/endpoint.hpp"
#include "chaincore/net/resolver.hpp"

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>

namespace chaincore::worker {

class EventLoop {
public:
    EventLoop();
    ~EventLoop();

    // Until something has happened on a connection, somebody has called wake(), or the time has come.
    void run_until(std::chrono::steady_clock::time_point time);
    // Any thread.
    void wake();

private:
    friend class LineConnection;
    class Impl;
    const std::unique_ptr<Impl> impl_;
};

// From its making it is on its way to the endpoint; without any deadline, which is its owner's affair.
class LineConnection {
public:
    // Both must outlive it. longest_line: in bytes, without the line's end.
    LineConnection(EventLoop& loop, net::Resolver& resolver, const net::Endpoint& endpoint, std::size_t longest_line);
    // Hangs up. What is still to be sent may be lost.
    ~LineConnection();

    bool is_open() const;
    // The next line that has come, without its end. At most what one packet brought waits here.
    std::optional<std::string> take_line();
    // Why it is over, once all its lines are taken; empty: it is not.
    std::string trouble() const;
    // lines: with their ends. Sent once it is open.
    void send(const std::string& lines);

private:
    class Impl;
    const std::shared_ptr<Impl> impl_;
};

}  // namespace chaincore::worker
