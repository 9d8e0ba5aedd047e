// SPDX-License-Identifier: MIT
#include "net/deadline_socket.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace chaincore::net {
namespace {

struct FreeAddresses {
    void operator()(addrinfo* list) const { ::freeaddrinfo(list); }
};
using Addresses = std::unique_ptr<addrinfo, FreeAddresses>;

// Without any resolver; nullptr: it is no address.
Addresses read_address(const std::string& text, std::uint16_t port) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
    addrinfo* list = nullptr;
    if (::getaddrinfo(text.c_str(), std::to_string(port).c_str(), &hints, &list) != 0) return nullptr;
    return Addresses(list);
}

// localhost is not left to the system's files, which may name ::1 first.
Resolver::Addresses addresses_of(const Endpoint& endpoint, Resolver& resolver, Deadline deadline,
                                 const std::stop_token& stop) {
    if (endpoint.host == "localhost") return std::vector<std::string>{"127.0.0.1", "::1"};
    if (read_address(endpoint.host, endpoint.port) != nullptr) return std::vector{endpoint.host};
    return resolver.addresses_of(endpoint.host, deadline, stop);
}

// How long a wait may last before it looks for a stop.
constexpr std::chrono::milliseconds kStopInterval{25};
constexpr std::chrono::milliseconds kLongestWait{3'600'000};

int milliseconds_until(Deadline deadline, std::chrono::milliseconds at_most) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    return static_cast<int>(std::clamp(left, std::chrono::milliseconds{0}, at_most).count());
}

// Polls until the socket is ready; false: the deadline has come, or the stop.
bool poll_until(int descriptor, short events, Deadline deadline, const std::stop_token& stop) {
    const auto at_most = stop.stop_possible() ? kStopInterval : kLongestWait;
    pollfd waiting{descriptor, events, 0};
    while (!stop.stop_requested()) {
        const int left = milliseconds_until(deadline, at_most);
        if (left == 0) return false;
        const int ready = ::poll(&waiting, 1, left);
        if (ready > 0) return true;
        if (ready < 0 && errno != EINTR) return true;  // the read or write that follows says what is wrong
    }
    return false;
}

// 0 or the reason as errno has it.
int finish_connecting(int descriptor, const addrinfo& address, Deadline deadline, const std::stop_token& stop) {
    if (::connect(descriptor, address.ai_addr, address.ai_addrlen) == 0) return 0;
    if (errno != EINPROGRESS && errno != EINTR) return errno;
    if (!poll_until(descriptor, POLLOUT, deadline, stop)) return ETIMEDOUT;
    int failure = 0;
    socklen_t size = sizeof failure;
    return ::getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &failure, &size) == 0 ? failure : errno;
}

// An open connection, or minus the reason as errno has it.
int dial(const addrinfo& address, Deadline deadline, const std::stop_token& stop) {
    const int descriptor = ::socket(address.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return -errno;
    // Head and body leave as two writes: the second must not wait for the first one's receipt.
    const int on = 1;
    ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    const int failure = finish_connecting(descriptor, address, deadline, stop);
    if (failure == 0) return descriptor;
    ::close(descriptor);
    return -failure;
}

std::string text_of_failure(int failure) {
    if (failure == ECONNREFUSED) return "nobody listens there (connection refused)";
    return std::string("cannot connect (") + std::strerror(failure) + ")";
}

}  // namespace

Result<DeadlineSocket, Error> DeadlineSocket::connect(const Endpoint& endpoint, Resolver& resolver, Deadline deadline,
                                                      std::stop_token stop) {
    const auto texts = addresses_of(endpoint, resolver, deadline, stop);
    if (!texts) return fail(texts.error());
    int first_failure = 0;
    for (const std::string& text : *texts) {
        const Addresses address = read_address(text, endpoint.port);
        if (address == nullptr) continue;
        const int descriptor = dial(*address, deadline, stop);
        if (descriptor >= 0) return DeadlineSocket(descriptor, deadline, std::move(stop));
        if (first_failure == 0) first_failure = -descriptor;
    }
    return fail(Error{text_of_failure(first_failure)});
}

DeadlineSocket::DeadlineSocket(DeadlineSocket&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      deadline_(other.deadline_),
      stop_(std::move(other.stop_)),
      ended_waiting_(other.ended_waiting_) {}

DeadlineSocket& DeadlineSocket::operator=(DeadlineSocket&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    deadline_ = other.deadline_;
    stop_ = std::move(other.stop_);
    ended_waiting_ = other.ended_waiting_;
    return *this;
}

DeadlineSocket::~DeadlineSocket() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

bool DeadlineSocket::wait_for(short events) {
    if (poll_until(descriptor_, events, deadline_, stop_)) return true;
    ended_waiting_ = true;
    return false;
}

std::ptrdiff_t DeadlineSocket::read(std::span<char> into) {
    while (wait_for(POLLIN)) {
        const auto count = ::recv(descriptor_, into.data(), into.size(), 0);
        if (count >= 0 || (errno != EAGAIN && errno != EINTR)) return count;
    }
    return -1;
}

std::ptrdiff_t DeadlineSocket::write(std::span<const char> bytes) {
    while (wait_for(POLLOUT)) {
        const auto count = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count >= 0 || (errno != EAGAIN && errno != EINTR)) return count;
    }
    return -1;
}

}  // namespace chaincore::net
