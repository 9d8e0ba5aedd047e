// SPDX-License-Identifier: MIT
#include "worker/line_connection.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <boost/asio/connect.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <deque>
#include <thread>
#include <utility>
#include <vector>

namespace chaincore::worker {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

// A node that takes nothing: what waits for it beyond that is no talk.
constexpr std::size_t kMostUnsent = std::size_t{256} << 10;
// A look-up that takes longer is nobody's any more.
constexpr std::chrono::minutes kLookUp{1};

net::Resolver::Addresses known_addresses(const std::string& host) {
    if (host == "localhost") return std::vector<std::string>{"127.0.0.1", "::1"};
    error_code no_address;
    asio::ip::make_address(host, no_address);
    if (no_address) return fail(Error{});
    return std::vector{host};
}

}  // namespace

class EventLoop::Impl {
public:
    asio::io_context io{1};

private:
    const asio::executor_work_guard<asio::io_context::executor_type> keeps_waiting_ = asio::make_work_guard(io);
};

EventLoop::EventLoop() : impl_(std::make_unique<Impl>()) {}
EventLoop::~EventLoop() = default;

void EventLoop::run_until(std::chrono::steady_clock::time_point time) { impl_->io.run_one_until(time); }

void EventLoop::wake() {
    asio::post(impl_->io, [] {});
}

class LineConnection::Impl : public std::enable_shared_from_this<Impl> {
public:
    Impl(asio::io_context& io, net::Resolver& resolver, const net::Endpoint& endpoint, std::size_t longest_line)
        : io_(io), resolver_(resolver), endpoint_(endpoint), longest_line_(longest_line), socket_(io) {}

    void begin() {
        if (const auto known = known_addresses(endpoint_.host)) return dial(*known);
        look_up_ = std::jthread([self = weak_from_this(), &io = io_, &resolver = resolver_,
                                 host = endpoint_.host](const std::stop_token& stop) {
            auto found = resolver.addresses_of(host, std::chrono::steady_clock::now() + kLookUp, stop);
            asio::post(io, [self, found = std::move(found)] {
                if (const auto there = self.lock()) there->take_addresses(found);
            });
        });
    }

    void hang_up() {
        is_over_ = true;
        look_up_ = {};  // asks it to stop, and joins it
        error_code ignored;
        socket_.close(ignored);
    }

    bool is_open() const { return is_open_; }
    std::string trouble() const { return lines_.empty() ? trouble_ : std::string(); }

    std::optional<std::string> take_line() {
        if (lines_.empty()) return std::nullopt;
        std::string line = std::move(lines_.front());
        lines_.pop_front();
        return line;
    }

    void send(const std::string& lines) {
        if (is_over_ || lines.empty()) return;
        unsent_ += lines;
        if (unsent_.size() > kMostUnsent) return end("it takes nothing of what it is sent");
        if (is_open_ && sending_.empty()) write();
    }

private:
    void end(std::string why) {
        if (std::exchange(is_over_, true)) return;
        trouble_ = std::move(why);
        error_code ignored;
        socket_.close(ignored);
    }

    void take_addresses(const net::Resolver::Addresses& found) {
        if (is_over_) return;
        if (!found) return end(found.error().message);
        dial(*found);
    }

    void dial(const std::vector<std::string>& addresses) {
        std::vector<tcp::endpoint> places;
        for (const std::string& text : addresses) {
            error_code no_address;
            const auto address = asio::ip::make_address(text, no_address);
            if (!no_address) places.emplace_back(address, endpoint_.port);
        }
        asio::async_connect(socket_, places, [self = shared_from_this()](error_code error, const tcp::endpoint&) {
            if (self->is_over_) return;
            if (error) return self->end("it cannot be reached: " + error.message());
            self->is_open_ = true;
            error_code ignored;
            self->socket_.set_option(tcp::no_delay(true), ignored);
            self->read();
            if (!self->unsent_.empty()) self->write();
        });
    }

    void read() {
        socket_.async_read_some(asio::buffer(piece_), [self = shared_from_this()](error_code error, std::size_t size) {
            if (self->is_over_) return;
            if (error == asio::error::eof) return self->end("it has hung up");
            if (error) return self->end("the connection is lost: " + error.message());
            self->take({self->piece_.data(), size});
            if (!self->is_over_) self->read();
        });
    }

    void take(std::string_view piece) {
        for (std::size_t end_of_line = piece.find('\n'); end_of_line != std::string_view::npos;
             end_of_line = piece.find('\n')) {
            beginning_ += piece.substr(0, end_of_line);
            piece.remove_prefix(end_of_line + 1);
            if (is_too_long()) return;
            lines_.push_back(std::exchange(beginning_, {}));
        }
        beginning_ += piece;
        is_too_long();
    }

    bool is_too_long() {
        if (beginning_.size() <= longest_line_) return false;
        end(fmt::format("it sends a line of more than {} bytes", longest_line_));
        return true;
    }

    void write() {
        sending_ = std::exchange(unsent_, {});
        asio::async_write(socket_, asio::buffer(sending_), [self = shared_from_this()](error_code error, std::size_t) {
            if (self->is_over_) return;
            if (error) return self->end("the connection is lost: " + error.message());
            self->sending_.clear();
            if (!self->unsent_.empty()) self->write();
        });
    }

    asio::io_context& io_;
    net::Resolver& resolver_;
    const net::Endpoint endpoint_;
    const std::size_t longest_line_;
    tcp::socket socket_;
    std::jthread look_up_;
    bool is_open_ = false;
    bool is_over_ = false;
    std::string trouble_;
    std::array<char, 4096> piece_{};
    std::string beginning_;  // of a line whose end has not come
    std::deque<std::string> lines_;
    std::string unsent_, sending_;
};

LineConnection::LineConnection(EventLoop& loop, net::Resolver& resolver, const net::Endpoint& endpoint,
                               std::size_t longest_line)
    : impl_(std::make_shared<Impl>(loop.impl_->io, resolver, endpoint, longest_line)) {
    impl_->begin();
}
LineConnection::~LineConnection() { impl_->hang_up(); }

bool LineConnection::is_open() const { return impl_->is_open(); }
std::optional<std::string> LineConnection::take_line() { return impl_->take_line(); }
std::string LineConnection::trouble() const { return impl_->trouble(); }
void LineConnection::send(const std::string& lines) { impl_->send(lines); }

}  // namespace chaincore::worker
