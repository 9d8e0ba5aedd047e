// SPDX-License-Identifier: MIT
// Owns the sockets: takes connections, has their requests judged, answered and sent, all on one thread of its own. The
// answers are made on a pool, the pieces of long ones on a few threads more. listen(), start() and stop() belong to
// the owner's thread.
#pragma once

#include "api/access.hpp"
#include "api/connection.hpp"
#include "api/dispatcher.hpp"
#include "api/event_streams.hpp"
#include "api/http_figures.hpp"
#include "api/route.hpp"
#include "chaincore/api/http_server.hpp"
#include "chaincore/api/node_service.hpp"
#include "chaincore/util/log.hpp"
#include "chaincore/util/task_pool.hpp"

#include <array>
#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstddef>
#include <cstdint>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

namespace chaincore::api {

class HttpFront final : private ConnectionHost {
public:
    HttpFront(const HttpLimits& limits, const std::vector<std::string>& trusted, util::Log& log);
    ~HttpFront() override;

    // The port.
    Result<std::uint16_t, BindError> listen(const std::string& address, std::uint16_t port);
    // All of them must outlive the front. service: what events tell of.
    void start(const RouteTable& routes, const Access& access, const NodeService& service);
    void stop();

    // How many have been let in; any thread.
    const std::atomic<std::uint64_t>& requests() const { return requests_; }
    // Any thread.
    const HttpFigures& counted() const { return figures_; }

private:
    const HttpLimits& limits() const override { return limits_; }
    HttpFigures& figures() override { return figures_; }
    Result<AdmittedRequest, Refusal> admit(const RequestHead& head, const Caller& caller, Client& client) override;
    bool grant_body(Client& client, std::size_t granted, std::size_t bytes) override;
    void give_back_body(Client& client, std::size_t bytes) override;
    bool dispatch(std::shared_ptr<Connection> connection, AdmittedRequest request) override;
    void add_unsent(std::size_t bytes) override { unsent_bytes_ += bytes; }
    void remove_unsent(std::size_t bytes) override { unsent_bytes_ -= bytes; }
    void remove_kept(std::size_t bytes) override { kept_bytes_ -= bytes; }
    bool grant_stream(Client& client, const Reply& reply) override;
    void give_back_stream(Client& client) override;
    void fetch_piece(std::shared_ptr<Connection> connection, std::shared_ptr<BodySource> source) override;
    bool is_stopping() const override { return is_stopping_; }
    void forget(const Connection& connection) override;

    Reply answer(Dispatcher& dispatcher, const AdmittedRequest& request) const;
    void accept();
    std::size_t open_connections() const { return connections_.size() + events_->size(); }
    void make_room(const Client* client);
    void on_accept(boost::beast::error_code error, boost::asio::ip::tcp::socket socket);
    void begin_stop();
    void close_all();

    const HttpLimits limits_;
    util::Log& log_;
    const RouteTable* routes_ = nullptr;
    const Access* access_ = nullptr;

    boost::asio::io_context io_;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
    boost::asio::ip::tcp::acceptor acceptor_;
    boost::asio::steady_timer accept_again_;

    // The front's thread only.
    std::unordered_map<const Connection*, std::shared_ptr<Connection>> connections_;
    ClientTable clients_;
    std::size_t body_bytes_ = 0;
    std::size_t large_body_bytes_ = 0;  // of these, what each has beyond the first ones
    std::size_t streams_ = 0;
    bool is_stopping_ = false;
    std::promise<void> all_closed_;

    std::atomic<std::uint64_t> requests_ = 0;
    HttpFigures figures_;
    // Any thread: of answers that are made and not sent yet, and of what their sources keep.
    std::atomic<std::size_t> unsent_bytes_ = 0;
    std::atomic<std::size_t> kept_bytes_ = 0;

    // Threads for the routes of one lane, with a dispatcher each.
    struct Answerers {
        std::vector<Dispatcher> dispatchers;
        std::unique_ptr<util::TaskPool> pool;
    };
    std::array<Answerers, kLanes> answerers_;
    std::unique_ptr<util::TaskPool> pieces_;
    std::unique_ptr<EventStreams> events_;  // the front's thread only
    std::thread thread_;
};

}  // namespace chaincore::api
