// SPDX-License-Identifier: MIT
// A client who listens to events: an answer without an end (WHATWG HTML, 9.2, "Server-sent events"). Holds what he has
// been told until he takes it, and drops what he sends. Everything happens on the front's thread.
#pragma once

#include "api/client.hpp"
#include "api/connection.hpp"
#include "api/event_feed.hpp"

#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/error.hpp>
#include <chrono>
#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <vector>

namespace chaincore::api {

class EventStreams;

// The answer's head. It says no length: the end is the connection's.
std::string event_stream_head();

class EventStream : public std::enable_shared_from_this<EventStream> {
public:
    // host and streams must outlive it; streams is told when it has closed.
    EventStream(boost::asio::ip::tcp::socket socket, std::shared_ptr<Client> client, ConnectionHost& host,
                EventStreams& streams);

    // Once, before anything else.
    void start();
    // Closes where too much of what was told before still waits.
    void tell(const std::vector<EventText>& texts);
    void close();

    // Has he taken nothing for too long of what there is for him?
    bool is_stalled(std::chrono::steady_clock::time_point now) const;
    Client& client() const { return *client_; }

private:
    void write_more();
    void on_written(boost::beast::error_code error, std::size_t bytes);
    void drop_what_comes();

    boost::asio::ip::tcp::socket socket_;
    const std::shared_ptr<Client> client_;
    ConnectionHost& host_;
    EventStreams& streams_;
    bool is_closed_ = false;

    std::deque<EventText> waiting_;  // the first of them is being sent
    std::size_t sent_ = 0;           // of the first
    std::size_t waiting_bytes_ = 0;  // of all, which count as unsent
    std::chrono::steady_clock::time_point taken_at_;
    std::array<char, 512> dropped_;
};

}  // namespace chaincore::api
