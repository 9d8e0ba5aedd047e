// SPDX-License-Identifier: MIT
// One client's connection: reads requests one after another under deadlines, has them answered, sends the answers.
// Everything happens on the front's thread.
#pragma once

#include "api/admission.hpp"
#include "api/client.hpp"
#include "api/dispatcher.hpp"
#include "api/http_figures.hpp"
#include "api/request_parser.hpp"
#include "chaincore/api/http_server.hpp"

#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace chaincore::api {

class Connection;
class EventStreams;

// Who is at the other end.
Caller caller_of(const boost::asio::ip::tcp::socket& socket);

// What a connection asks of the front.
class ConnectionHost {
public:
    virtual ~ConnectionHost() = default;
    virtual const HttpLimits& limits() const = 0;
    virtual HttpFigures& figures() = 0;
    virtual Result<AdmittedRequest, Refusal> admit(const RequestHead& head, const Caller& caller, Client& client) = 0;
    // May so much of one body be received where `granted` of it has been? All of it is given back together.
    virtual bool grant_body(Client& client, std::size_t granted, std::size_t bytes) = 0;
    virtual void give_back_body(Client& client, std::size_t bytes) = 0;
    // Has the request answered: Connection::send later, or false where there is too much to do.
    virtual bool dispatch(std::shared_ptr<Connection> connection, AdmittedRequest request) = 0;
    virtual void add_unsent(std::size_t bytes) = 0;
    virtual void remove_unsent(std::size_t bytes) = 0;
    virtual void remove_kept(std::size_t bytes) = 0;
    // May this one, a long answer, be sent, too? Its bytes count as unsent, and what it keeps as kept.
    virtual bool grant_stream(Client& client, const Reply& reply) = 0;
    virtual void give_back_stream(Client& client) = 0;
    // Connection::send_piece later.
    virtual void fetch_piece(std::shared_ptr<Connection> connection, std::shared_ptr<BodySource> source) = 0;
    virtual bool is_stopping() const = 0;
    virtual void forget(const Connection& connection) = 0;
};

class Connection : public std::enable_shared_from_this<Connection> {
public:
    Connection(boost::asio::ip::tcp::socket socket, ConnectionHost& host, Caller caller,
               std::shared_ptr<Client> client);

    void serve();
    // Answers whatever comes with this and closes.
    void turn_away(const Refusal& refusal);
    // Its bytes count as unsent already, and what it keeps as kept.
    void send(Reply reply);
    // The answer is a stream of events: the socket is theirs from now on, unless there are too many.
    void stream_events(EventStreams& streams);
    void send_piece(Result<std::string, Error> piece);
    // Closes unless a request is being answered: then after that.
    void finish();
    void close();

    Client& client() const { return *client_; }
    // Since when it waits for a request; none while it has one.
    std::optional<std::chrono::steady_clock::time_point> idle_since() const {
        return phase_ == Phase::idle ? std::optional(idle_since_) : std::nullopt;
    }

private:
    enum class Phase : std::uint8_t { idle, head, body, answering, writing, lingering, closed };

    void await_request();
    void read_head();
    void on_head(boost::beast::error_code error, std::size_t bytes);
    void take_head();
    void read_body();
    void on_body(boost::beast::error_code error, std::size_t bytes);
    void dispatch();
    void refuse(const Refusal& refusal, bool keeps_alive);
    void write_more();
    void on_written(boost::beast::error_code error, std::size_t bytes);
    void after_reply();
    void linger();
    void drain();

    void enter(Phase phase, std::chrono::milliseconds deadline);
    void await_deadline();
    void on_deadline();
    void return_body_grant();
    void count(const Reply& reply);
    void forget_reply(const Reply& reply);
    void drop_reply();

    boost::asio::ip::tcp::socket socket_;
    boost::asio::steady_timer timer_;
    ConnectionHost& host_;
    const Caller caller_;
    const std::shared_ptr<Client> client_;
    Phase phase_ = Phase::idle;
    std::uint64_t turn_ = 0;  // of the timer: what it says about an earlier one is void

    boost::beast::flat_buffer buffer_;
    std::unique_ptr<RequestParser> parser_;  // while a request is read
    std::array<char, 4096> dropped_;         // what comes after the last answer
    std::chrono::steady_clock::time_point idle_since_;
    AdmittedRequest request_;
    std::size_t granted_body_ = 0;
    bool keeps_alive_ = false;
    bool is_head_ = false;                                           // the request's method
    std::optional<Lane> lane_;                                       // that answers it; none where it was not let in
    std::optional<std::chrono::steady_clock::time_point> asked_at_;  // once it is complete

    std::string out_;  // being sent
    std::size_t sent_ = 0;
    std::shared_ptr<BodySource> source_;  // of what follows out_
    std::uint64_t source_left_ = 0;       // bytes that it still has to give
    std::size_t source_kept_ = 0;         // bytes that it keeps, which count as unsent
    std::size_t progress_ = 0;            // bytes sent since the timer was set
    bool is_our_delay_ = false;           // do we wait for the source?
};

}  // namespace chaincore::api
