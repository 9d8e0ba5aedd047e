// SPDX-License-Identifier: MIT
#include "api/connection.hpp"

#include "api/event_streams.hpp"
#include "api/refusal_response.hpp"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/read.hpp>
#include <charconv>
#include <netinet/tcp.h>
#include <string_view>
#include <sys/socket.h>
#include <utility>

namespace chaincore::api {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::beast::error_code;

constexpr std::size_t kReadBuffer = std::size_t{16} << 10;  // holds a head; bodies go through it in pieces
constexpr std::size_t kLongestWrite = std::size_t{256} << 10;
// What the system may keep of an answer beyond what is under way to the reader (tcp(7), TCP_NOTSENT_LOWAT): it would
// take up to 4 MiB of one that a slow reader does not read, and call that progress.
constexpr int kMostUnsent = 128 << 10;
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

// The three digits behind "HTTP/1.1 ".
int status_of(const Reply& reply) {
    int status = 0;
    if (reply.bytes.size() >= 12) std::from_chars(reply.bytes.data() + 9, reply.bytes.data() + 12, status);
    return status;
}

asio::ip::address plain(const asio::ip::address& address) {
    if (address.is_v6() && address.to_v6().is_v4_mapped())
        return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
    return address;
}

}  // namespace

Caller caller_of(const asio::ip::tcp::socket& socket) {
    error_code error;
    const auto remote = socket.remote_endpoint(error);
    Caller caller;
    caller.is_loopback = !error && plain(remote.address()).is_loopback();
    if (!error) caller.remote_address = plain(remote.address()).to_string();
    const auto local = socket.local_endpoint(error);
    if (!error) caller.local_address = plain(local.address()).to_string();
    return caller;
}

Connection::Connection(asio::ip::tcp::socket socket, ConnectionHost& host, Caller caller,
                       std::shared_ptr<Client> client)
    : socket_(std::move(socket)),
      timer_(socket_.get_executor()),
      host_(host),
      caller_(std::move(caller)),
      client_(std::move(client)),
      buffer_(kReadBuffer) {
    error_code ignored;
    static_cast<void>(socket_.set_option(asio::ip::tcp::no_delay(true), ignored));
    ::setsockopt(socket_.native_handle(), IPPROTO_TCP, TCP_NOTSENT_LOWAT, &kMostUnsent, sizeof kMostUnsent);
}

void Connection::serve() { await_request(); }

void Connection::turn_away(const Refusal& refusal) { refuse(refusal, false); }

void Connection::finish() {
    if (phase_ == Phase::answering || phase_ == Phase::writing) {
        keeps_alive_ = false;
    } else {
        close();
    }
}

void Connection::close() {
    if (phase_ == Phase::closed) return;
    phase_ = Phase::closed;
    ++turn_;
    timer_.cancel();
    error_code ignored;
    static_cast<void>(socket_.close(ignored));
    return_body_grant();
    drop_reply();
    host_.forget(*this);
}

// Without a request a connection costs its socket and little memory.
void Connection::await_request() {
    if (host_.is_stopping()) return close();
    parser_.reset();
    if (buffer_.size() > 0) return read_head();  // sent without waiting for the answer before
    buffer_.shrink_to_fit();
    idle_since_ = std::chrono::steady_clock::now();
    enter(Phase::idle, host_.limits().idle);
    socket_.async_wait(asio::ip::tcp::socket::wait_read, [self = shared_from_this()](error_code error) {
        if (self->phase_ != Phase::idle) return;
        if (error) return self->close();
        self->read_head();
    });
}

void Connection::read_head() {
    parser_ = std::make_unique<RequestParser>();
    is_head_ = false;
    lane_.reset();
    asked_at_.reset();
    set_limits(*parser_);
    enter(Phase::head, host_.limits().head);
    http::async_read_header(socket_, buffer_, *parser_,
                            [self = shared_from_this()](error_code error, std::size_t bytes) {
                                if (self->phase_ == Phase::head) self->on_head(error, bytes);
                            });
}

void Connection::on_head(error_code error, std::size_t bytes) {
    host_.figures().received_bytes += bytes;
    if (!error) return take_head();
    if (const auto refusal = refusal_of_error(*parser_, error)) return refuse(*refusal, false);
    close();
}

void Connection::take_head() {
    const RequestHead head = read_head_of(*parser_);
    is_head_ = head.method == "HEAD";
    const bool has_body =
        head.count("transfer-encoding") > 0 || (head.count("content-length") > 0 && head.content_length != 0);
    keeps_alive_ = parser_->get().keep_alive() && !head.is_http_1_0;
    auto request = host_.admit(head, caller_, *client_);
    if (!request) return refuse(request.error(), keeps_alive_ && !has_body);
    request_ = *std::move(request);
    lane_ = request_.route->lane;
    if (!has_body) return dispatch();
    enter(Phase::body, host_.limits().body);
    if (head.find("expect") == nullptr || head.is_http_1_0) return read_body();
    asio::async_write(socket_, asio::buffer(kContinue.data(), kContinue.size()),
                      [self = shared_from_this()](error_code error, std::size_t) {
                          if (self->phase_ != Phase::body) return;
                          if (error) return self->close();
                          self->read_body();
                      });
}

void Connection::read_body() {
    http::async_read_some(socket_, buffer_, *parser_, [self = shared_from_this()](error_code error, std::size_t bytes) {
        if (self->phase_ == Phase::body) self->on_body(error, bytes);
    });
}

// What has come counts, not what was announced: a client that keeps its word costs no more than one that doesn't.
void Connection::on_body(error_code error, std::size_t bytes) {
    host_.figures().received_bytes += bytes;
    if (error) return close();
    std::string& body = parser_->get().body();
    if (!host_.grant_body(*client_, granted_body_, body.size())) {
        parser_.reset();
        return refuse({503, "this node is receiving too much at the moment", {{"Retry-After", "1"}}}, false);
    }
    granted_body_ = body.size();
    if (!parser_->is_done()) return read_body();
    if (request_.route->method == Method::post) request_.body = std::move(body);
    dispatch();
}

void Connection::dispatch() {
    ++turn_;
    timer_.cancel();
    phase_ = Phase::answering;
    request_.keeps_alive = keeps_alive_;
    parser_.reset();
    AdmittedRequest request = std::move(request_);
    lane_ = lane_of(request);
    asked_at_ = std::chrono::steady_clock::now();
    if (!host_.dispatch(shared_from_this(), std::move(request)))
        refuse({503, "this node has too much to do at the moment", {{"Retry-After", "1"}}}, keeps_alive_);
}

void Connection::refuse(const Refusal& refusal, bool keeps_alive) {
    return_body_grant();
    keeps_alive_ = keeps_alive;
    phase_ = Phase::answering;
    Reply reply{refusal_response(refusal, keeps_alive, is_head_)};
    host_.add_unsent(reply.bytes.size());
    send(std::move(reply));
}

void Connection::send(Reply reply) {
    if (phase_ != Phase::answering) return forget_reply(reply);
    return_body_grant();
    if (reply.source && !host_.grant_stream(*client_, reply)) {
        forget_reply(reply);
        return refuse({503, "this node is sending too many long answers", {{"Retry-After", "1"}}}, keeps_alive_);
    }
    count(reply);
    const std::size_t kept_bytes = reply.kept_bytes();
    out_ = std::move(reply.bytes);
    source_ = std::move(reply.source);
    source_left_ = source_ ? source_->size() : 0;
    source_kept_ = kept_bytes;
    enter(Phase::writing, host_.limits().write);
    write_more();
}

void Connection::stream_events(EventStreams& streams) {
    Reply head{event_stream_head()};
    if (is_head_) {
        keeps_alive_ = false;
        host_.add_unsent(head.bytes.size());
        return send(std::move(head));
    }
    if (const auto refusal = streams.refuse(*client_)) return refuse(*refusal, keeps_alive_);
    count(head);
    streams.add(std::move(socket_), client_);
    close();
}

void Connection::send_piece(Result<std::string, Error> piece) {
    if (phase_ != Phase::writing) return;
    // The length is promised: an answer that breaks off is the only way to say that there is no more.
    if (!piece || piece->empty() || piece->size() > source_left_) return close();
    host_.remove_unsent(out_.size());
    out_ = *std::move(piece);
    host_.add_unsent(out_.size());
    sent_ = 0;
    source_left_ -= out_.size();
    enter(Phase::writing, host_.limits().write);
    write_more();
}

void Connection::write_more() {
    if (sent_ < out_.size()) {
        const std::size_t length = std::min(out_.size() - sent_, kLongestWrite);
        socket_.async_write_some(asio::buffer(out_.data() + sent_, length),
                                 [self = shared_from_this()](error_code error, std::size_t bytes) {
                                     if (self->phase_ == Phase::writing) self->on_written(error, bytes);
                                 });
    } else if (source_left_ > 0) {
        is_our_delay_ = true;
        host_.fetch_piece(shared_from_this(), source_);
    } else {
        after_reply();
    }
}

void Connection::on_written(error_code error, std::size_t bytes) {
    if (error) return close();
    host_.figures().sent_bytes += bytes;
    sent_ += bytes;
    progress_ += bytes;
    if (progress_ >= host_.limits().write_progress) enter(Phase::writing, host_.limits().write);
    write_more();
}

void Connection::after_reply() {
    drop_reply();
    if (keeps_alive_) return await_request();
    linger();
}

// A socket that is closed while something unread lies in it takes the answer back: what the client still sends is read
// and dropped until it has seen the end.
void Connection::linger() {
    if (host_.is_stopping()) return close();
    error_code ignored;
    static_cast<void>(socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored));
    enter(Phase::lingering, host_.limits().linger);
    drain();
}

// Into an array of its own: a read of the request that was cancelled too late to end may still use the other buffers.
void Connection::drain() {
    socket_.async_read_some(asio::buffer(dropped_), [self = shared_from_this()](error_code error, std::size_t) {
        if (self->phase_ != Phase::lingering) return;
        if (error) return self->close();
        self->drain();
    });
}

void Connection::enter(Phase phase, std::chrono::milliseconds deadline) {
    phase_ = phase;
    progress_ = 0;
    is_our_delay_ = false;
    ++turn_;
    timer_.expires_after(deadline);
    await_deadline();
}

void Connection::await_deadline() {
    timer_.async_wait([self = shared_from_this(), turn = turn_](error_code error) {
        if (!error && self->turn_ == turn) self->on_deadline();
    });
}

void Connection::on_deadline() {
    error_code ignored;
    switch (phase_) {
        case Phase::head:
        case Phase::body:
            static_cast<void>(socket_.cancel(ignored));
            return refuse({408, "the request did not arrive in time"}, false);
        case Phase::writing:
            if (!is_our_delay_) return close();
            return enter(Phase::writing, host_.limits().write);
        default: return close();
    }
}

void Connection::return_body_grant() { host_.give_back_body(*client_, std::exchange(granted_body_, 0)); }

void Connection::count(const Reply& reply) {
    host_.figures().note_answer(lane_, status_of(reply));
    if (lane_ && asked_at_) host_.figures().note_time(*lane_, std::chrono::steady_clock::now() - *asked_at_);
}

void Connection::forget_reply(const Reply& reply) {
    host_.remove_unsent(reply.bytes.size());
    host_.remove_kept(reply.kept_bytes());
}

void Connection::drop_reply() {
    host_.remove_unsent(out_.size());
    host_.remove_kept(std::exchange(source_kept_, 0));
    out_ = {};
    sent_ = 0;
    if (source_) host_.give_back_stream(*client_);
    source_.reset();
    source_left_ = 0;
}

}  // namespace chaincore::api
