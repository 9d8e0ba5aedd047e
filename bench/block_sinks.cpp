// SPDX-License-Identifier: MIT
#include "block_sinks.hpp"

#include "chaincore/util/check.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace chaincore::bench {
namespace {

constexpr const char* kStatus = R"({"blockchain_length": 1, "node_id": "sink"})";
constexpr const char* kNoPeers = R"({"active_peers": []})";
constexpr std::string_view kLengthHeader = "Content-Length: ";

std::pair<int, std::uint16_t> listen_somewhere() {
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    CHAINCORE_CHECK(::bind(listener, reinterpret_cast<const sockaddr*>(&address), size) == 0);
    CHAINCORE_CHECK(::listen(listener, 64) == 0);
    CHAINCORE_CHECK(::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    return {listener, ntohs(address.sin_port)};
}

void watch(int events, int descriptor) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = descriptor;
    CHAINCORE_CHECK(::epoll_ctl(events, EPOLL_CTL_ADD, descriptor, &event) == 0);
}

bool is_whole(const std::string& request) {
    const std::size_t head = request.find("\r\n\r\n");
    if (head == std::string::npos) return false;
    const std::size_t length = request.find(kLengthHeader);
    const std::size_t body = length < head ? std::stoul(request.substr(length + kLengthHeader.size())) : 0;
    return request.size() >= head + 4 + body;
}

bool is_block(const std::string& request) { return request.starts_with("POST /submit_block "); }

// The socket has this from the one that listens.
void have_times_noted(int listener) {
    const int on = 1;
    CHAINCORE_CHECK(::setsockopt(listener, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on) == 0);
}

BlockSinks::Time time_in(msghdr& message) {
    for (cmsghdr* control = CMSG_FIRSTHDR(&message); control != nullptr; control = CMSG_NXTHDR(&message, control)) {
        if (control->cmsg_level != SOL_SOCKET || control->cmsg_type != SCM_TIMESTAMPNS) continue;
        timespec time{};
        std::memcpy(&time, CMSG_DATA(control), sizeof time);
        return BlockSinks::Time(std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec));
    }
    return {};
}

std::string answer_to(const std::string& request) {
    std::string body = request.starts_with("GET /status ") ? kStatus : "{}";
    if (request.starts_with("GET /peers ")) body = kNoPeers;
    return "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

}  // namespace

BlockSinks::BlockSinks(std::size_t count) : events_(::epoll_create1(EPOLL_CLOEXEC)) {
    CHAINCORE_CHECK(events_ >= 0 && ::pipe(wake_) == 0);
    watch(events_, wake_[0]);
    for (std::size_t i = 0; i < count; ++i) {
        const auto [listener, port] = listen_somewhere();
        have_times_noted(listener);
        listeners_.emplace(listener, port);
        watch(events_, listener);
    }
    thread_ = std::jthread([this] { run(); });
}

BlockSinks::~BlockSinks() {
    CHAINCORE_CHECK(::write(wake_[1], "x", 1) == 1);
    thread_.join();
    for (const auto& [connection, request] : requests_) ::close(connection);
    for (const auto& [listener, port] : listeners_) ::close(listener);
    for (const int descriptor : {wake_[0], wake_[1], events_}) ::close(descriptor);
}

std::vector<net::Endpoint> BlockSinks::endpoints() const {
    std::vector<net::Endpoint> endpoints;
    for (const auto& [listener, port] : listeners_) endpoints.push_back({"localhost", port});
    return endpoints;
}

std::vector<BlockSinks::Time> BlockSinks::wait_for_blocks(std::size_t count) {
    std::unique_lock lock(mutex_);
    CHAINCORE_CHECK(arrived_.wait_for(lock, std::chrono::seconds(60), [&] { return arrivals_.size() >= count; }));
    return arrivals_;
}

void BlockSinks::run() {
    std::array<epoll_event, 64> ready{};
    while (true) {
        const int count = ::epoll_wait(events_, ready.data(), static_cast<int>(ready.size()), -1);
        for (int i = 0; i < count; ++i) {
            const int descriptor = ready[static_cast<std::size_t>(i)].data.fd;
            if (descriptor == wake_[0]) return;
            if (listeners_.contains(descriptor))
                accept_on(descriptor);
            else
                read_from(descriptor);
        }
    }
}

void BlockSinks::accept_on(int listener) {
    const int connection = ::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (connection < 0) return;
    requests_[connection];
    watch(events_, connection);
}

void BlockSinks::read_from(int connection) {
    std::array<char, std::size_t{16} << 10> piece{};
    std::string& request = requests_[connection];
    std::array<char, 256> control{};
    iovec place{piece.data(), piece.size()};
    msghdr message{};
    message.msg_iov = &place;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    const auto count = ::recvmsg(connection, &message, 0);
    if (count > 0) request.append(piece.data(), static_cast<std::size_t>(count));
    if (count > 0 && !is_whole(request)) return;
    if (count > 0) {
        const std::string answer = answer_to(request);
        CHAINCORE_CHECK(::send(connection, answer.data(), answer.size(), MSG_NOSIGNAL) > 0);
        if (is_block(request)) {
            const std::lock_guard lock(mutex_);
            arrivals_.push_back(time_in(message));
            CHAINCORE_CHECK(arrivals_.back() != Time());
            arrived_.notify_all();
        }
    }
    ::close(connection);
    requests_.erase(connection);
}

}  // namespace chaincore::bench
