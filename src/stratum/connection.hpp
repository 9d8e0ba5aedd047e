// SPDX-License-Identifier: MIT
// One worker's connection: cuts what comes into lines, sends what the session answers. The server's thread.
#pragma once

#include "chaincore/stratum/message.hpp"
#include "chaincore/stratum/server.hpp"
#include "stratum/session.hpp"

#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

namespace chaincore::stratum {

class Connection;

// What a connection asks of the server.
class ConnectionHost {
public:
    virtual ~ConnectionHost() = default;
    virtual const ServerLimits& limits() const = 0;
    virtual void on_authorized(const Connection& connection) = 0;
    virtual void on_cut_off(const Connection& connection, CutOff reason) = 0;
    // It has no socket any more.
    virtual void forget(const Connection& connection) = 0;
};

class Connection : public std::enable_shared_from_this<Connection> {
public:
    using Time = std::chrono::steady_clock::time_point;

    // host and desk must outlive it.
    Connection(boost::asio::ip::tcp::socket socket, ConnectionHost& host, Desk& desk, Slice slice, std::string from,
               Time now);

    void serve() { read(); }
    // As Session::tell_job.
    void tell_job(Time now);
    void tell(std::string text);
    // Once it has read what it was told, or a moment later.
    void hang_up(Time now);
    void cut_off(CutOff reason, Time now);
    void close();

    bool is_authorized() const { return !session_.worker().empty(); }
    // Has it been hung up on, and leaves it unread?
    bool is_overdue(Time now) const { return is_ending_ && now - ended_at_ > kLastWords; }
    bool is_ending() const { return is_ending_; }
    Time since() const { return since_; }
    Slice slice() const { return session_.slice(); }
    const std::string& worker() const { return session_.worker(); }
    const std::string& from() const { return from_; }

private:
    static constexpr std::chrono::seconds kLastWords{2};

    void read();
    void on_read(boost::system::error_code error, std::size_t bytes);
    void take_lines(Time now);
    void write();
    void on_written(boost::system::error_code error);

    boost::asio::ip::tcp::socket socket_;
    ConnectionHost& host_;
    const std::string from_;
    const Time since_;
    Session session_;

    std::array<char, kLongestRequest + 1> in_;  // with the line's end
    std::size_t received_ = 0;                  // of a line that has not ended
    std::string out_;                           // waits
    std::string sending_;
    bool is_ending_ = false;
    bool is_closed_ = false;
    Time ended_at_{};
};

}  // namespace chaincore::stratum
