// SPDX-License-Identifier: MIT
#include "api/event_stream.hpp"

#include "api/event_streams.hpp"

#include <boost/asio/buffer.hpp>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <utility>

namespace chaincore::api {

namespace asio = boost::asio;
using boost::beast::error_code;
using std::chrono::steady_clock;

// nginx, among others, would keep events back to send more at once.
std::string event_stream_head() {
    return "HTTP/1.1 200 OK\r\n"
           "Content-Type: text/event-stream\r\n"
           "Cache-Control: no-store\r\n"
           "X-Content-Type-Options: nosniff\r\n"
           "X-Accel-Buffering: no\r\n"
           "Connection: close\r\n\r\n";
}

// The system ends it, too, where the other end says nothing more or takes nothing for so long (tcp(7),
// TCP_USER_TIMEOUT): of a listener whose machine has gone nothing else would be heard for a quarter of an hour.
EventStream::EventStream(asio::ip::tcp::socket socket, std::shared_ptr<Client> client, ConnectionHost& host,
                         EventStreams& streams)
    : socket_(std::move(socket)), client_(std::move(client)), host_(host), streams_(streams) {
    const auto timeout = static_cast<unsigned>(host_.limits().write.count());
    ::setsockopt(socket_.native_handle(), IPPROTO_TCP, TCP_USER_TIMEOUT, &timeout, sizeof timeout);
}

void EventStream::start() {
    tell({std::make_shared<const std::string>(event_stream_head())});
    drop_what_comes();
}

void EventStream::tell(const std::vector<EventText>& texts) {
    if (is_closed_) return;
    if (waiting_bytes_ > host_.limits().event_backlog) return close();
    const bool is_idle = waiting_.empty();
    for (const EventText& text : texts) {
        waiting_.push_back(text);
        waiting_bytes_ += text->size();
        host_.add_unsent(text->size());
    }
    if (is_idle) write_more();
}

void EventStream::close() {
    if (is_closed_) return;
    is_closed_ = true;
    error_code ignored;
    static_cast<void>(socket_.close(ignored));
    host_.remove_unsent(std::exchange(waiting_bytes_, 0));
    waiting_.clear();
    streams_.forget(*this);
}

bool EventStream::is_stalled(steady_clock::time_point now) const {
    return !waiting_.empty() && now - taken_at_ > host_.limits().write;
}

void EventStream::write_more() {
    if (waiting_.empty()) return;
    taken_at_ = steady_clock::now();
    const EventText& text = waiting_.front();
    socket_.async_write_some(asio::buffer(text->data() + sent_, text->size() - sent_),
                             [self = shared_from_this(), text](error_code error, std::size_t bytes) {
                                 if (!self->is_closed_) self->on_written(error, bytes);
                             });
}

void EventStream::on_written(error_code error, std::size_t bytes) {
    if (error) return close();
    host_.figures().sent_bytes += bytes;
    sent_ += bytes;
    if (const std::size_t size = waiting_.front()->size(); sent_ == size) {
        waiting_.pop_front();
        waiting_bytes_ -= size;
        host_.remove_unsent(size);
        sent_ = 0;
    }
    write_more();
}

// Its end is how one hears that the client has gone.
void EventStream::drop_what_comes() {
    socket_.async_read_some(asio::buffer(dropped_), [self = shared_from_this()](error_code error, std::size_t bytes) {
        if (self->is_closed_) return;
        if (error) return self->close();
        self->host_.figures().received_bytes += bytes;
        self->drop_what_comes();
    });
}

}  // namespace chaincore::api
