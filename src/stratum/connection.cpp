// SPDX-License-Identifier: MIT
#include "stratum/connection.hpp"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <netinet/tcp.h>
#include <string_view>
#include <sys/socket.h>
#include <utility>

namespace chaincore::stratum {

namespace asio = boost::asio;
using boost::system::error_code;
using std::chrono::steady_clock;

// What the system keeps of what a worker does not read: a dozen jobs. Left alone it keeps megabytes.
constexpr int kSendBuffer = 32 << 10;

// Jobs are small and must not wait for one another. A machine that has gone is heard of by what it leaves
// unacknowledged: the next job, half a minute later at the latest (tcp(7), TCP_USER_TIMEOUT).
Connection::Connection(asio::ip::tcp::socket socket, ConnectionHost& host, Desk& desk, Slice slice, std::string from,
                       Time now)
    : socket_(std::move(socket)), host_(host), from_(std::move(from)), since_(now), session_(desk, slice, from_, now) {
    error_code ignored;
    static_cast<void>(socket_.set_option(asio::ip::tcp::no_delay(true), ignored));
    static_cast<void>(socket_.set_option(asio::socket_base::send_buffer_size(kSendBuffer), ignored));
    const auto timeout = static_cast<unsigned>(host_.limits().unacknowledged.count());
    ::setsockopt(socket_.native_handle(), IPPROTO_TCP, TCP_USER_TIMEOUT, &timeout, sizeof timeout);
}

void Connection::tell_job(Time now) {
    std::string text;
    session_.tell_job(now, text);
    tell(std::move(text));
}

void Connection::tell(std::string text) {
    if (is_closed_ || text.empty()) return;
    out_ += text;
    if (out_.size() + sending_.size() > host_.limits().backlog) {
        host_.on_cut_off(*this, CutOff::backlog);
        return close();
    }
    write();
}

void Connection::hang_up(Time now) {
    if (is_closed_ || std::exchange(is_ending_, true)) return;
    ended_at_ = now;
    if (out_.empty() && sending_.empty()) close();
}

void Connection::cut_off(CutOff reason, Time now) {
    host_.on_cut_off(*this, reason);
    hang_up(now);
}

void Connection::close() {
    if (std::exchange(is_closed_, true)) return;
    error_code ignored;
    static_cast<void>(socket_.close(ignored));
    host_.forget(*this);
}

void Connection::read() {
    socket_.async_read_some(
        asio::buffer(in_.data() + received_, in_.size() - received_),
        [self = shared_from_this()](error_code error, std::size_t bytes) { self->on_read(error, bytes); });
}

void Connection::on_read(error_code error, std::size_t bytes) {
    if (is_closed_) return;
    if (error) return close();
    received_ += bytes;
    const Time now = steady_clock::now();
    if (is_ending_)
        received_ = 0;  // what it says now is not heard any more
    else
        take_lines(now);
    if (!is_closed_) read();
}

void Connection::take_lines(Time now) {
    const std::string before = worker();
    std::string_view rest(in_.data(), received_);
    std::string answers;
    std::optional<CutOff> reason;
    for (std::size_t end = rest.find('\n'); end != std::string_view::npos && !reason; end = rest.find('\n')) {
        std::string_view line = rest.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        reason = session_.take(line, now, answers);
        rest.remove_prefix(end + 1);
    }
    if (!reason && rest.size() == in_.size()) reason = CutOff::long_line;
    std::copy(rest.begin(), rest.end(), in_.begin());
    received_ = rest.size();
    if (worker() != before) host_.on_authorized(*this);
    tell(std::move(answers));
    if (reason && !is_closed_) cut_off(*reason, now);
}

void Connection::write() {
    if (!sending_.empty() || out_.empty()) return;
    std::swap(sending_, out_);
    asio::async_write(socket_, asio::buffer(sending_),
                      [self = shared_from_this()](error_code error, std::size_t) { self->on_written(error); });
}

void Connection::on_written(error_code error) {
    sending_.clear();
    if (is_closed_) return;
    if (error || (is_ending_ && out_.empty())) return close();
    write();
}

}  // namespace chaincore::stratum
