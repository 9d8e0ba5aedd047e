// SPDX-License-Identifier: MIT
#include "chaincore/stratum/server.hpp"

#include "stratum/allowance.hpp"
#include "stratum/connection.hpp"
#include "stratum/file_limit.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <future>
#include <optional>
#include <system_error>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

namespace chaincore::stratum {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr int kBacklog = 1024;
constexpr auto kAcceptPause = 50ms;  // where the process may open no more files
constexpr auto kTick = 1s;
constexpr auto kLongestStop = 500ms;
constexpr auto kTimeForAShare = 2min;
constexpr double kRemarksAtOnce = 100;

std::string address_of(const tcp::socket& socket) {
    error_code error;
    const tcp::endpoint other = socket.remote_endpoint(error);
    return error ? "" : other.address().to_string();
}

}  // namespace

class Server::Impl final : public ConnectionHost {
public:
    Impl(Slices slices, ServerLimits limits, BlockTaker take_block, util::Log& log)
        : slices_(std::move(slices)),
          limits_(limits),
          log_(log),
          desk_{jobs_, workers_, std::move(take_block)},
          keep_running_(io_.get_executor()),
          acceptor_(io_),
          pause_(io_),
          tick_(io_) {
        limits_.sessions = grant_files(limits_.sessions);
    }

    ~Impl() override { stop(); }

    Result<std::uint16_t, Error> start(const std::string& address, std::uint16_t port) {
        auto bound = listen(address, port);
        if (!bound) return bound;
        port_ = *bound;
        accept();
        tick();
        try {
            thread_ = std::thread([this] { io_.run(); });
        } catch (const std::system_error& error) {
            return fail(Error{std::string("cannot start a thread for workers: ") + error.what()});
        }
        return bound;
    }

    void set_work(std::shared_ptr<const Work> work) {
        asio::post(io_, [this, work = std::move(work)]() mutable { take_work(std::move(work)); });
    }

    void note_block(const std::string& worker) { workers_.note_block(worker); }

    FarmReport report() const {
        FarmReport report = workers_.report(steady_clock::now());
        report.port = port_;
        return report;
    }

    void stop() {
        if (!thread_.joinable()) return;
        auto all_gone = all_gone_.get_future();
        asio::post(io_, [this] { say_goodbye(); });
        all_gone.wait_for(kLongestStop);
        asio::post(io_, [this] { close_all(); });
        keep_running_.reset();
        thread_.join();
    }

    const ServerLimits& limits() const override { return limits_; }

    void on_authorized(const Connection& connection) override {
        tell("worker " + connection.worker() + " searches for this node, from " + connection.from() +
             ": nonces that begin with " + connection.slice().text());
    }

    void on_cut_off(const Connection& connection, CutOff reason) override {
        workers_.note_cut_off(reason);
        log_.debug("a worker's connection from " + connection.from() + " is cut off: " + std::string(name_of(reason)));
    }

    void forget(const Connection& connection) override {
        slices_.give_back(connection.slice());
        workers_.note_end();
        if (connection.is_authorized())
            tell("worker " + connection.worker() + " searches no more, with nonces that begin with " +
                 connection.slice().text());
        connections_.erase(&connection);
        if (is_stopping_ && connections_.empty()) all_gone_.set_value();
    }

private:
    using Connections = std::unordered_map<const Connection*, std::shared_ptr<Connection>>;

    // Strangers may come and go as often as they like: what is more than a few lines is for those who want all of them.
    void tell(const std::string& line) {
        log_.write(remarks_.take(steady_clock::now()) ? util::LogLevel::info : util::LogLevel::debug, line);
    }

    Result<std::uint16_t, Error> listen(const std::string& address, std::uint16_t port) {
        error_code error;
        const tcp::endpoint endpoint(asio::ip::make_address(address, error), port);
        if (!error) static_cast<void>(acceptor_.open(endpoint.protocol(), error));
        if (!error) static_cast<void>(acceptor_.set_option(tcp::acceptor::reuse_address(true), error));
        if (!error) static_cast<void>(acceptor_.bind(endpoint, error));
        if (!error) static_cast<void>(acceptor_.listen(kBacklog, error));
        const tcp::endpoint bound = error ? tcp::endpoint() : acceptor_.local_endpoint(error);
        if (!error) return bound.port();
        return fail(Error{"cannot listen for workers on " + address + " port " + std::to_string(port) + ": " +
                          error.message()});
    }

    void accept() {
        acceptor_.async_accept([this](error_code error, tcp::socket socket) { on_accept(error, std::move(socket)); });
    }

    void on_accept(error_code error, tcp::socket socket) {
        if (is_stopping_) return;
        if (!error) {
            take_up(std::move(socket));
            return accept();
        }
        pause_.expires_after(kAcceptPause);
        pause_.async_wait([this](error_code canceled) {
            if (!canceled) accept();
        });
    }

    void take_up(tcp::socket socket) {
        const auto now = steady_clock::now();
        if (connections_.size() >= limits_.sessions) make_room(now);
        const auto slice = connections_.size() < limits_.sessions ? slices_.take() : std::nullopt;
        if (!slice) return workers_.note_cut_off(CutOff::crowd);
        workers_.note_connection();
        ConnectionHost& host = *this;
        std::string from = address_of(socket);
        const auto connection =
            std::make_shared<Connection>(std::move(socket), host, desk_, *slice, std::move(from), now);
        connections_.emplace(connection.get(), connection);
        connection->serve();
    }

    // Who has shown nothing makes room: the oldest of those that have not said who they are, or else of those of whom
    // no share has come in a while.
    void make_room(steady_clock::time_point now) {
        auto oldest = oldest_of([](const Connection& connection) { return !connection.is_authorized(); });
        if (!oldest)
            oldest = oldest_of([&](const Connection& connection) {
                return now - connection.since() > kTimeForAShare && !workers_.has_shares(connection.worker());
            });
        if (!oldest) return;
        if (!oldest->is_ending()) oldest->cut_off(CutOff::crowd, now);
        oldest->close();
    }

    template <class Condition>
    std::shared_ptr<Connection> oldest_of(const Condition& holds) const {
        std::shared_ptr<Connection> oldest;
        for (const auto& [key, connection] : connections_)
            if (holds(*connection) && (!oldest || connection->since() < oldest->since())) oldest = connection;
        return oldest;
    }

    void take_work(std::shared_ptr<const Work> work) {
        const auto now = steady_clock::now();
        const bool is_rest = work == nullptr;
        if (is_rest && jobs_.is_resting()) return;
        workers_.set_resting(is_rest, now);
        if (is_rest)
            jobs_.rest(now);
        else
            jobs_.set_work(std::move(work), now);
        for (const auto& connection : connections()) connection->tell_job(now);
    }

    // What is closed leaves the map.
    std::vector<std::shared_ptr<Connection>> connections() const {
        std::vector<std::shared_ptr<Connection>> all;
        for (const auto& [key, connection] : connections_) all.push_back(connection);
        return all;
    }

    void tick() {
        const auto now = steady_clock::now();
        jobs_.forget_old(now);
        for (const auto& connection : connections()) {
            if (connection->is_overdue(now))
                connection->close();
            else if (!connection->is_authorized() && now - connection->since() > limits_.authorization &&
                     !connection->is_ending())
                connection->cut_off(CutOff::unauthorized, now);
        }
        tick_.expires_after(kTick);
        tick_.async_wait([this](error_code canceled) {
            // One that is due already is not canceled any more.
            if (!canceled && !is_stopping_) tick();
        });
    }

    void say_goodbye() {
        is_stopping_ = true;
        error_code ignored;
        static_cast<void>(acceptor_.close(ignored));
        pause_.cancel();
        tick_.cancel();
        if (connections_.empty()) return all_gone_.set_value();
        for (const auto& connection : connections()) {
            if (connection->is_authorized()) connection->tell(notice_line("client.reconnect", {}));
            connection->hang_up(steady_clock::now());
        }
    }

    void close_all() {
        for (const auto& connection : connections()) connection->close();
    }

    Slices slices_;
    ServerLimits limits_;
    util::Log& log_;
    JobBoard jobs_;
    WorkerBook workers_;
    Desk desk_;
    asio::io_context io_;
    asio::executor_work_guard<asio::io_context::executor_type> keep_running_;
    tcp::acceptor acceptor_;
    asio::steady_timer pause_;
    asio::steady_timer tick_;
    Connections connections_;
    Allowance remarks_{1, kRemarksAtOnce, steady_clock::now()};
    bool is_stopping_ = false;
    std::promise<void> all_gone_;
    std::uint16_t port_ = 0;  // set before the thread begins
    std::thread thread_;
};

Server::Server(Slices slices, ServerLimits limits, BlockTaker take_block, util::Log& log)
    : impl_(std::make_unique<Impl>(std::move(slices), limits, std::move(take_block), log)) {}
Server::~Server() = default;

Result<std::uint16_t, Error> Server::start(const std::string& address, std::uint16_t port) {
    return impl_->start(address, port);
}
void Server::set_work(std::shared_ptr<const Work> work) { impl_->set_work(std::move(work)); }
void Server::note_block(const std::string& worker) { impl_->note_block(worker); }
FarmReport Server::report() const { return impl_->report(); }
void Server::stop() { impl_->stop(); }

}  // namespace chaincore::stratum
