// SPDX-License-Identifier: MIT
// What httplib reads an answer from: a socket, with limits for lines and heads, and for the pace of a long body. One
// thread.
#pragma once

#include "net/deadline_socket.hpp"
#include "net/pace.hpp"

#include <array>
#include <httplib.h>

namespace chaincore::net {

// httplib asks for lines byte by byte, and for bodies in larger pieces.
class LimitedStream final : public httplib::Stream {
public:
    // pace: holds from the moment it has begun; nullptr where the socket's deadline is all.
    LimitedStream(DeadlineSocket& socket, Pace* pace) : socket_(socket), pace_(pace) {}

    void end_of_head() { in_head_ = false; }
    bool has_bad_head() const { return has_bad_head_; }
    bool has_received() const { return head_bytes_ > 0; }
    // Was the last line that was read an empty one, as at the end of chunks?
    bool ends_with_empty_line() const { return ends_with_empty_line_; }

    bool is_readable() const override { return true; }
    ssize_t read(char* into, std::size_t size) override;
    ssize_t write(const char* bytes, std::size_t size) override;
    void get_remote_ip_and_port(std::string&, int&) const override {}
    void get_local_ip_and_port(std::string&, int&) const override {}
    socket_t socket() const override { return INVALID_SOCKET; }
    // Some releases of httplib ask for the first of these, some for the others.
    bool is_writable() const { return true; }
    bool wait_readable() const { return true; }
    bool wait_writable() const { return true; }
    time_t duration() const { return 0; }

private:
    bool fill();
    ssize_t read_at_pace();
    bool is_within_limits(char byte);

    DeadlineSocket& socket_;
    Pace* pace_;
    std::array<char, std::size_t{16} << 10> buffer_{};
    std::size_t next_ = 0;
    std::size_t end_ = 0;
    ssize_t last_read_ = 0;
    std::size_t line_bytes_ = 0;
    std::size_t head_bytes_ = 0;
    bool in_head_ = true;
    bool has_bad_head_ = false;
    bool ends_with_empty_line_ = false;
};

}  // namespace chaincore::net
