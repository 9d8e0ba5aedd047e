// SPDX-License-Identifier: MIT
#include "net/raw_server.hpp"

#include "chaincore/util/check.hpp"

#include <arpa/inet.h>
#include <array>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace chaincore::test {
namespace {

void bind_to_loopback(int socket, int family) {
    sockaddr_in ipv4{};
    ipv4.sin_family = AF_INET;
    ipv4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    sockaddr_in6 ipv6{};
    ipv6.sin6_family = AF_INET6;
    ipv6.sin6_addr = in6addr_loopback;
    const bool is_ipv4 = family == AF_INET;
    const auto* address = is_ipv4 ? reinterpret_cast<const sockaddr*>(&ipv4) : reinterpret_cast<const sockaddr*>(&ipv6);
    CHAINCORE_CHECK(::bind(socket, address, is_ipv4 ? sizeof ipv4 : sizeof ipv6) == 0);
}

int listen_on_loopback(int family) {
    const int listener = ::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bind_to_loopback(listener, family);
    CHAINCORE_CHECK(::listen(listener, 16) == 0);
    return listener;
}

std::uint16_t port_of(int socket) {
    sockaddr_in6 address{};  // the port lies at the same place in both families
    socklen_t size = sizeof address;
    CHAINCORE_CHECK(::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    return ntohs(address.sin6_port);
}

std::size_t content_length_of(const std::string& head) {
    constexpr std::string_view kName = "Content-Length: ";
    const std::size_t at = head.find(kName);
    return at == std::string::npos ? 0 : std::stoul(head.substr(at + kName.size()));
}

}  // namespace

std::string Connection::read_request() const {
    std::string request;
    std::array<char, std::size_t{64} << 10> buffer{};
    while (true) {
        const std::size_t head_end = request.find("\r\n\r\n");
        if (head_end != std::string::npos &&
            request.size() >= head_end + 4 + content_length_of(request.substr(0, head_end)))
            return request;
        const auto count = ::recv(descriptor_, buffer.data(), buffer.size(), 0);
        if (count <= 0) return request;
        request.append(buffer.data(), static_cast<std::size_t>(count));
    }
}

bool Connection::send(std::string_view bytes) const {
    while (!bytes.empty()) {
        const auto count = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

bool Connection::closes_within(int milliseconds) const {
    pollfd waiting{descriptor_, POLLIN | POLLRDHUP, 0};
    return ::poll(&waiting, 1, milliseconds) > 0;
}

RawServer::RawServer(Handler handler, int family) : listener_(listen_on_loopback(family)), port_(port_of(listener_)) {
    thread_ = std::jthread([listener = listener_, handler = std::move(handler)] {
        while (true) {
            const int descriptor = ::accept(listener, nullptr, nullptr);
            if (descriptor < 0) return;
            handler(Connection(descriptor));
            ::close(descriptor);
        }
    });
}

RawServer::~RawServer() {
    ::shutdown(listener_, SHUT_RDWR);  // ends accept()
    thread_.join();
    ::close(listener_);
}

bool has_ipv6_loopback() {
    const int probe = ::socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in6 address{};
    address.sin6_family = AF_INET6;
    address.sin6_addr = in6addr_loopback;
    const bool is_there = ::bind(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    ::close(probe);
    return is_there;
}

// With SO_REUSEADDR a second socket may be bound to it, as long as this one does not listen.
HeldPort::HeldPort() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const int on = 1;
    ::setsockopt(socket_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    bind_to_loopback(socket_, AF_INET);
    number_ = port_of(socket_);
}

HeldPort::~HeldPort() { ::close(socket_); }

RawServer::Handler answer_with(std::string bytes) {
    return [bytes = std::move(bytes)](const Connection& connection) {
        connection.read_request();
        connection.send(bytes);
    };
}

}  // namespace chaincore::test
