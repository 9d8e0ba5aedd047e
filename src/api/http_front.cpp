// SPDX-License-Identifier: MIT
#include "api/http_front.hpp"

#include "api/refusal_response.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <utility>

namespace chaincore::api {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::beast::error_code;

constexpr int kBacklog = 1024;
constexpr std::chrono::milliseconds kAcceptPause{50};  // where the process may open no more files
// Clients over the limit that are told so; more are closed without a word.
constexpr std::size_t kMaxTurnedAway = 64;

// What waits for other nodes costs them its own threads; the other lanes share the pool's.
std::size_t thread_count(const HttpLimits& limits, Lane lane) {
    if (lane == Lane::large_bodies) return 1;
    if (lane == Lane::peers) return std::max<std::size_t>(1, limits.peer_threads);
    const std::size_t all =
        limits.pool_threads > 0 ? limits.pool_threads : 2 * std::max(1U, std::thread::hardware_concurrency()) + 8;
    return std::max<std::size_t>(1, all / (kLanes - 2));
}

std::size_t queue_length(const HttpLimits& limits, Lane lane) {
    return lane == Lane::peers ? limits.queued_peer_requests : limits.queued_requests;
}

// What a body has that is no small one.
std::size_t beyond_small(std::size_t bytes) { return bytes - std::min(bytes, kLargeBody); }

Refusal asked_too_often(std::chrono::milliseconds wait) {
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait).count();
    return {429, "this address asks too often", {{"Retry-After", std::to_string(seconds)}}};
}

BindError bind_error(const std::string& address, std::uint16_t port, error_code error) {
    return {error == asio::error::address_in_use,
            "cannot listen on " + address + " port " + std::to_string(port) + ": " + error.message()};
}

}  // namespace

HttpFront::HttpFront(const HttpLimits& limits, const std::vector<std::string>& trusted, util::Log& log)
    : limits_(limits),
      log_(log),
      work_(io_.get_executor()),
      acceptor_(io_),
      accept_again_(io_),
      clients_(limits.address, trusted) {}

HttpFront::~HttpFront() { stop(); }

Result<std::uint16_t, BindError> HttpFront::listen(const std::string& address, std::uint16_t port) {
    error_code error;
    const tcp::endpoint endpoint(asio::ip::make_address(address, error), port);
    if (error) return fail(BindError{false, address + " is no IP address to listen on"});
    static_cast<void>(acceptor_.open(endpoint.protocol(), error));
    if (!error) static_cast<void>(acceptor_.set_option(tcp::acceptor::reuse_address(true), error));
    if (!error) static_cast<void>(acceptor_.bind(endpoint, error));
    if (!error) static_cast<void>(acceptor_.listen(kBacklog, error));
    if (error) return fail(bind_error(address, port, error));
    const tcp::endpoint bound = acceptor_.local_endpoint(error);
    if (error) return fail(bind_error(address, port, error));
    return bound.port();
}

void HttpFront::start(const RouteTable& routes, const Access& access, const NodeService& service) {
    routes_ = &routes;
    access_ = &access;
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
        const std::size_t threads = thread_count(limits_, static_cast<Lane>(lane));
        for (std::size_t i = 0; i < threads; ++i) answerers_[lane].dispatchers.emplace_back(routes, log_);
        answerers_[lane].pool =
            std::make_unique<util::TaskPool>(threads, queue_length(limits_, static_cast<Lane>(lane)));
    }
    // Of each long answer one waits at most, and one look for the listeners.
    pieces_ = std::make_unique<util::TaskPool>(limits_.stream_threads, limits_.streams + 1);
    ConnectionHost& host = *this;
    events_ = std::make_unique<EventStreams>(io_, host, service, *pieces_);
    accept();
    thread_ = std::thread([this] { io_.run(); });
}

void HttpFront::stop() {
    if (!thread_.joinable()) return;
    auto all_closed = all_closed_.get_future();
    asio::post(io_, [this] { begin_stop(); });
    all_closed.wait_for(limits_.stop);
    asio::post(io_, [this] { close_all(); });
    for (Answerers& answerers : answerers_) answerers.pool->stop();
    pieces_->stop();
    work_.reset();
    thread_.join();
}

void HttpFront::accept() {
    acceptor_.async_accept([this](error_code error, tcp::socket socket) { on_accept(error, std::move(socket)); });
}

void HttpFront::on_accept(error_code error, tcp::socket socket) {
    if (is_stopping_) return;
    if (error) {
        accept_again_.expires_after(kAcceptPause);
        accept_again_.async_wait([this](error_code canceled) {
            if (!canceled) accept();
        });
        return;
    }
    accept();
    Caller caller = caller_of(socket);
    auto client = clients_.find(caller, std::chrono::steady_clock::now());
    if (client->connections_over() > 0) make_room(client.get());
    if (open_connections() >= limits_.connections) make_room(nullptr);
    const std::size_t too_many =
        std::max(client->connections_over(), over(open_connections() + 1, limits_.connections));
    ++figures_.connections;
    if (too_many > kMaxTurnedAway) {
        ++figures_.dropped_connections;
        return;
    }
    ++client->connections;
    ConnectionHost& host = *this;
    const auto connection = std::make_shared<Connection>(std::move(socket), host, std::move(caller), std::move(client));
    connections_.emplace(connection.get(), connection);
    ++figures_.open_connections;
    if (too_many == 0) return connection->serve();
    connection->turn_away({503, "this node has too many connections at the moment", {{"Retry-After", "1"}}});
}

// Who has nothing to ask makes room for who has just come: of this client, or of the one who has the most connections,
// the one that has been idle longest.
void HttpFront::make_room(const Client* client) {
    std::shared_ptr<Connection> found;
    const auto goes_before = [](const Connection& one, const Connection& other) {
        if (one.client().connections != other.client().connections)
            return one.client().connections > other.client().connections;
        return *one.idle_since() < *other.idle_since();
    };
    for (const auto& [key, connection] : connections_) {
        if (!connection->idle_since() || (client != nullptr && client != &connection->client())) continue;
        if (!found || goes_before(*connection, *found)) found = connection;
    }
    if (found) found->close();
}

// What is refused counts, too: it has been read.
Result<AdmittedRequest, Refusal> HttpFront::admit(const RequestHead& head, const Caller& caller, Client& client) {
    auto request = judge_head(head, caller, *routes_, *access_);
    const auto wait = client.ask(request ? request->route->lane : Lane::quick, std::chrono::steady_clock::now());
    if (wait.count() > 0) return fail(asked_too_often(wait));
    return request;
}

bool HttpFront::grant_body(Client& client, std::size_t granted, std::size_t bytes) {
    if (!client.may_send(bytes - granted)) return false;
    const std::size_t all = body_bytes_ - granted + bytes;
    const std::size_t large = large_body_bytes_ - beyond_small(granted) + beyond_small(bytes);
    if (all > limits_.body_bytes || large > limits_.large_body_bytes) return false;
    body_bytes_ = all;
    large_body_bytes_ = large;
    client.body_bytes += bytes - granted;
    return true;
}

void HttpFront::give_back_body(Client& client, std::size_t bytes) {
    client.body_bytes -= bytes;
    body_bytes_ -= bytes;
    large_body_bytes_ -= beyond_small(bytes);
}

bool HttpFront::grant_stream(Client& client, const Reply& reply) {
    if (!client.may_take_stream()) return false;
    const std::size_t kept = reply.kept_bytes();
    if (streams_ >= limits_.streams || unsent_bytes_ - reply.bytes.size() > limits_.unsent_bytes) return false;
    if (kept > 0 && kept_bytes_ - kept > limits_.kept_bytes) return false;
    ++streams_;
    ++client.streams;
    return true;
}

void HttpFront::give_back_stream(Client& client) {
    --streams_;
    --client.streams;
}

bool HttpFront::dispatch(std::shared_ptr<Connection> connection, AdmittedRequest request) {
    ++requests_;
    if (request.route->is_event_stream) {
        connection->stream_events(*events_);
        return true;
    }
    Answerers& answerers = answerers_[static_cast<std::size_t>(lane_of(request))];
    return answerers.pool->try_post(
        [this, &answerers, connection = std::move(connection), request = std::move(request)](std::size_t worker) {
            Reply reply = answer(answerers.dispatchers[worker], request);
            unsent_bytes_ += reply.bytes.size();
            kept_bytes_ += reply.kept_bytes();
            asio::post(io_, [connection, reply = std::move(reply)]() mutable { connection->send(std::move(reply)); });
        });
}

// On the pool's thread, which may come long after the request: long answers are made only while there is room for them.
Reply HttpFront::answer(Dispatcher& dispatcher, const AdmittedRequest& request) const {
    if (request.route->lane != Lane::long_reads || unsent_bytes_ <= limits_.unsent_bytes)
        return dispatcher.answer(request);
    const Refusal refusal{503, "too many answers are waiting for their readers", {{"Retry-After", "1"}}};
    return {refusal_response(refusal, request.keeps_alive, request.is_head)};
}

void HttpFront::fetch_piece(std::shared_ptr<Connection> connection, std::shared_ptr<BodySource> source) {
    const bool is_posted = pieces_->try_post([this, connection, source = std::move(source)](std::size_t /*worker*/) {
        asio::post(io_, [connection, piece = source->next()]() mutable { connection->send_piece(std::move(piece)); });
    });
    if (!is_posted) connection->close();
}

void HttpFront::forget(const Connection& connection) {
    --connection.client().connections;
    connections_.erase(&connection);
    --figures_.open_connections;
    if (is_stopping_ && connections_.empty()) all_closed_.set_value();
}

void HttpFront::begin_stop() {
    is_stopping_ = true;
    error_code ignored;
    static_cast<void>(acceptor_.close(ignored));
    accept_again_.cancel();
    events_->stop();
    if (connections_.empty()) return all_closed_.set_value();
    // What is closed leaves the map.
    const auto connections = connections_;
    for (const auto& [key, connection] : connections) connection->finish();
}

void HttpFront::close_all() {
    const auto connections = connections_;
    for (const auto& [key, connection] : connections) connection->close();
}

}  // namespace chaincore::api
